"""What the public sheets and actions need to be shown."""

import re

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from espace_structures.structures.droits import Appartenances
from portal.socle.geographie import chemin_departement, departements_de_la_region, nom_departement
from portal.socle.geographie.communes import commune

register = template.Library()

MODELE_DES_TERRITOIRES = "territoirespage"  # by its name: this room does not know the one where it lives


@register.simple_tag
def adresse_departement(page, code: str) -> str:
    """Address of the page of a département of the region; empty as long as there is none. No query."""
    return next((d["adresse"] for d in pages_des_departements(page) if d["code"] == code), "")


@register.simple_tag
def pages_des_departements(page) -> list[dict[str, str]]:
    """Code, name and address of the page of each département of the region; none as long as there is none. No query."""
    rubriques = page.pages_de_premier_rang()
    territoires = next((p for p in rubriques if p.cached_content_type.model == MODELE_DES_TERRITOIRES), None)
    if territoires is None:
        return []
    return [
        {"code": code, "nom": nom_departement(code), "adresse": f"{territoires.url}{chemin_departement(code)}/"}
        for code in departements_de_la_region(settings.PORTAIL_REGION)
    ]


@register.filter
def nom_commune(code: str) -> str:
    """Name of a commune; empty for a code that no commune bears."""
    trouvee = commune(code) if code else None
    return trouvee.nom if trouvee else ""


@register.filter
def departement_commune(code: str) -> str:
    """Code of the département of a commune; empty for a code that no commune bears."""
    trouvee = commune(code) if code else None
    return trouvee.departement if trouvee else ""


@register.filter
def lien_telephone(numero: str) -> str:
    """{{ "01 44 55 66 77"|lien_telephone }}: tel:+33144556677."""
    chiffres = re.sub(r"[^0-9+]", "", numero)
    return f"tel:+33{chiffres[1:]}" if re.fullmatch(r"0[1-9][0-9]{8}", chiffres) else f"tel:{chiffres}"


@register.filter
def courriel_voile(adresse: str) -> SafeString:
    """A link to write to this address, read by people and screen readers as usual, of which the source of the page
    shows only numeric entities: harvesters that read the source find no address."""
    entites = mark_safe("".join(f"&#{ord(lettre)};" for lettre in adresse))  # noqa: S308 - digits alone
    debut = mark_safe("".join(f"&#{ord(lettre)};" for lettre in "mailto:"))  # noqa: S308
    return format_html('<a href="{}{}">{}</a>', debut, entites, entites)


@register.simple_tag(takes_context=True)
def peut_s_interesser(context, structure_pk: int) -> bool:
    """Whether the reader is a member of another structure than the one whose action is shown."""
    request = context.get("request")
    compte = getattr(request, "user", None)
    if compte is None or not compte.is_authenticated:
        return False
    return bool(set(Appartenances.de(compte).roles_structures) - {structure_pk})


@register.filter
def nom_de_site(adresse: str) -> str:
    """{{ "https://www.exemple.fr/accueil/"|nom_de_site }}: exemple.fr/accueil."""
    return re.sub(r"^https?://(www\.)?", "", adresse).rstrip("/")
