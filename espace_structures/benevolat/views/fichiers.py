"""Files to download."""

from django.http import HttpResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def classeur(octets: bytes, nom: str) -> HttpResponse:
    """A workbook, never kept by a cache."""
    return HttpResponse(
        octets,
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{nom}"', "Cache-Control": "private, no-store"},
    )
