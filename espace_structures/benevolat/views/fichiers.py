"""Files to download."""

from django.http import HttpResponse

from ..metier.export_candidatures import FORMATS


def liste(octets: bytes, nom: str, *, format: str) -> HttpResponse:
    """A list of people (the gated space lets no cache keep it). `format`: of FORMATS."""
    return HttpResponse(
        octets,
        content_type=FORMATS[format],
        headers={"Content-Disposition": f'attachment; filename="{nom}.{format}"'},
    )
