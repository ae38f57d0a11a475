"""The left rail of the gated space, and what a bilan gives or takes beside its own screens."""

from django import template

from espace_structures.bilans.metier.definitions import definition_connue
from espace_structures.structures.droits import Appartenances

from ..metier.benevoles_du_bilan import section_des_benevoles
from ..metier.bilan_en_action import section_qualitative
from ..rail import groupes_du_rail

register = template.Library()


@register.inclusion_tag("espace/_rail.html", takes_context=True)
def espace_rail(context) -> dict:
    """Where the person may go, by role; the line of the screen shown is marked.

    A screen may name in `range_sous` the address that it belongs under, when its own does not say.
    """
    request = context["request"]
    groupes = groupes_du_rail(request.organisation.liens)
    chemin = context.get("range_sous") or request.path
    adresses = [lien.url for groupe in groupes for lien in groupe.liens if chemin.startswith(lien.url)]
    return {
        "groupes": groupes,
        # The longest address that begins like this one: a screen below "bilans" marks "bilans", not "à faire".
        "courante": max(adresses, key=len, default=""),
        "chemin": request.path,
        "personne": request.user,
    }


@register.inclusion_tag("tableau_de_bord/_bilan_en_action.html", takes_context=True)
def bilan_en_action(context, bilan, section: str = "") -> dict:
    """The gesture that makes a draft of an action from a bilan, beside its qualitative section; no query of its own.

    Nothing for who does not write for the structure, and beside any other section.
    """
    qualitative = section_qualitative(definition_connue(bilan.campagne))
    visible = (
        qualitative is not None
        and section in ("", qualitative.code)
        and bilan.structure_id in Appartenances.de(context["request"].user).structures_editees()
    )
    return {"bilan": bilan, "visible": visible, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("tableau_de_bord/_vers_les_propositions.html")
def vers_les_propositions(bilan, departement: str, section: str) -> dict:
    """The way to the figures of volunteers that the portal knows, in the section that asks for them; no query."""
    visible = section == section_des_benevoles(definition_connue(bilan.campagne))
    return {"bilan": bilan, "departement": departement, "visible": visible}
