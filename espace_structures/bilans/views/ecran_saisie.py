"""What the entry screen shows, put together from the sheet: words, links, form. No right is looked at here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.socle.geographie import nom_departement

from ..forms.mise_en_page import mettre_en_page
from ..forms.section import SectionForm, nom_complet
from ..metier.avancement import part_d_ensemble
from ..metier.coherence import Anomalie
from ..metier.definition import DefinitionTrame, Section
from ..metier.definitions import definition_connue
from ..metier.dossier import Dossier, dossier_de
from ..metier.parcours import etape_suivante
from ..metier.saisie import Conflit, ConflitDeSaisie
from ..models import Bilan, Feuille


def ecran(
    feuille: Feuille,
    section: Section,
    *,
    form: SectionForm | None = None,
    conflit: ConflitDeSaisie | None = None,
    refus: str = "",
) -> dict[str, Any]:
    """Context of the entry screen; `form` when it comes back with what was typed."""
    dossier = dossier_de(feuille)
    if form is None:
        form = SectionForm(
            definition=dossier.definition, section=section, reponses=dossier.reponses, version=feuille.version
        )
    form.reponses = dossier.reponses
    conflits = conflit.conflits if conflit else []
    form.helper = mettre_en_page(
        form,
        precedent=dossier.precedent,
        exercice=feuille.bilan.campagne.exercice,
        notes={c.code: _dire_le_conflit(c, form) for c in conflits},
    )
    departements = _departements(feuille.bilan)
    progres = next(p for p in dossier.progres if p.section.code == section.code)
    return {
        "bilan": feuille.bilan,
        "feuille": feuille,
        "section": section,
        "form": form,
        "sections": _sections(dossier, section),
        "departements": [_onglet(feuille, code, section) for code in departements],
        "nom_departement": nom_departement(feuille.departement),
        "anomalies": [presenter_anomalie(a, dossier.definition, feuille) for a in dossier.anomalies_de(section)],
        "erreurs": form.erreurs if form.is_bound else [],
        "compte_des_erreurs": compte_des_erreurs(len(form.erreurs)) if form.is_bound else "",
        "conflits": [
            {
                "id": f"c-{c.code}",
                "libelle": nom_complet(form.cellules[c.code], form.definition),
                "message": _dire_le_conflit(c, form),
            }
            for c in conflits
        ],
        "refus": refus,
        "progres": progres,
        "attendues": [code for code, c in form.cellules.items() if c.obligatoire or progres.est_facultative],
        "part": part_d_ensemble(dossier.progres),
        "enregistree": enregistree_a(feuille.enregistree_le) if feuille.enregistree_le else "",
        "suite": etape_suivante(dossier.definition, departements, feuille.departement, section.code),
    }


def enregistree_a(le: datetime) -> str:
    """When the sheet was last saved, in Paris time; the day is told when it is not today's."""
    local = timezone.localtime(le)
    heure = formats.time_format(local, "H:i")
    if local.date() == timezone.localdate():
        return _("Enregistré à %(heure)s") % {"heure": heure}
    return _("Enregistré le %(jour)s à %(heure)s") % {"jour": formats.date_format(local, "j F"), "heure": heure}


def cases_remplies(nombre: int) -> str:
    """How many empty cells received a 0 at once."""
    return ngettext("%(nombre)s case remplie par 0", "%(nombre)s cases remplies par 0", nombre) % {"nombre": nombre}


def compte_des_erreurs(nombre: int) -> str:
    """How many answers are refused, and what follows."""
    return ngettext(
        "%(nombre)s réponse est à corriger : rien n’est enregistré tant qu’elle ne l’est pas.",
        "%(nombre)s réponses sont à corriger : rien n’est enregistré tant qu’elles ne le sont pas.",
        nombre,
    ) % {"nombre": nombre}


def adresse_de_la_suite(feuille: Feuille, section: Section) -> str:
    """Screen of the next section, or the overview after the last one."""
    definition = definition_connue(feuille.bilan.campagne)
    suite = etape_suivante(definition, _departements(feuille.bilan), feuille.departement, section.code)
    if suite is None:
        return reverse("espace:bilan", args=[feuille.bilan_id])
    return reverse("espace:saisie", args=[feuille.bilan_id, *suite])


def presenter_anomalie(anomalie: Anomalie, definition: DefinitionTrame, feuille: Feuille | None) -> dict[str, Any]:
    """An anomaly with the way to its cells; those of the whole bilan have no cell of their own."""
    return {
        "regle": anomalie.regle,
        "severite": anomalie.severite,
        "message": anomalie.message,
        "cellules": _liens(anomalie.cellules, definition, feuille) if feuille else [],
    }


LIENS_AU_PLUS = 4


def _liens(codes: Iterable[str], definition: DefinitionTrame, feuille: Feuille) -> list[dict[str, str]]:
    """Links to the first cell of each table or question that an anomaly cites."""
    premiers: dict[str, str] = {}
    for code in codes:
        premiers.setdefault(definition.cellules[code].element, code)
    return [
        {"libelle": _nommer_element(definition, element), "url": adresse_de_la_cellule(feuille, definition, code)}
        for element, code in list(premiers.items())[:LIENS_AU_PLUS]
    ]


def _nommer_element(definition: DefinitionTrame, code: str) -> str:
    element = definition.elements[code]
    return f"{code} – {getattr(element, 'titre', '') or getattr(element, 'libelle', '')}"


def adresse_de_la_cellule(feuille: Feuille, definition: DefinitionTrame, code: str) -> str:
    """The entry screen, at the very cell."""
    adresse = reverse("espace:saisie", args=[feuille.bilan_id, feuille.departement, definition.cellules[code].section])
    return f"{adresse}#c-{code}"


def _sections(dossier: Dossier, courante: Section) -> list[dict[str, Any]]:
    return [
        {
            "progres": progres,
            "url": reverse(
                "espace:saisie", args=[dossier.feuille.bilan_id, dossier.feuille.departement, progres.section.code]
            ),
            "courante": progres.section.code == courante.code,
        }
        for progres in dossier.progres
    ]


def _departements(bilan: Bilan) -> list[str]:
    return list(bilan.feuilles.order_by("departement").values_list("departement", flat=True))


def _onglet(feuille: Feuille, departement: str, section: Section) -> dict[str, Any]:
    return {
        "nom": nom_departement(departement),
        "url": reverse("espace:saisie", args=[feuille.bilan_id, departement, section.code]),
        "courant": departement == feuille.departement,
    }


def _dire_le_conflit(conflit: Conflit, form: SectionForm) -> str:
    champ = form.fields[conflit.code]
    texte = str(champ.prepare_value(conflit.valeur)) if conflit.valeur is not None else ""
    heure = formats.time_format(timezone.localtime(conflit.le), "H:i")
    choix = dict(getattr(champ, "choices", []))
    qui = {"par": conflit.par, "heure": heure, "valeur": choix.get(texte, texte)}
    if not texte:
        return _("%(par)s a vidé cette case à %(heure)s.") % qui
    return _("%(par)s a enregistré « %(valeur)s » à %(heure)s.") % qui
