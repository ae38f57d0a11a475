"""Files to download."""

from django.http import HttpResponse

FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def liste(octets: bytes, nom: str, *, format: str) -> HttpResponse:
    """A list of people (the gated space lets no cache keep it). `format`: of FORMATS."""
    return HttpResponse(
        octets,
        content_type=FORMATS[format],
        headers={"Content-Disposition": f'attachment; filename="{nom}.{format}"'},
    )
