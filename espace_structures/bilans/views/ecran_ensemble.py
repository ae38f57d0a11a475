"""What the overview of a bilan shows to those who fill it, put together from the bilan and its anomalies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from espace_structures.structures.models import Convention
from portal.socle.geographie import nom_departement

from .. import journal
from ..enums import Severite
from ..forms.cycle import TransmissionForm
from ..libelles import etat_pour, public_de
from ..metier.avancement import AvancementSection, EtatSection, avancement, part_d_ensemble
from ..metier.coherence import OBLIGATOIRE
from ..metier.controle import LONGUEUR_JUSTIFICATION, AnomalieSituee, anomalies_du_bilan
from ..metier.definitions import definition_connue
from ..models import Bilan, Feuille
from .ecran_saisie import presenter_anomalie

if TYPE_CHECKING:
    from espace_structures.comptes.models import Compte


def ecran(bilan: Bilan, compte: Compte, *, refus: str) -> dict[str, Any]:
    """Context of the overview, for a member of the structure. `refus`: why one cannot type now, empty otherwise."""
    definition_connue(bilan.campagne)  # known before `anomalies_du_bilan` reads it
    situees = anomalies_du_bilan(bilan)
    progres = avancement(bilan, anomalies=situees)
    peut_saisir = not refus
    arretent = sum(situee.empeche_transmission for situee in situees)
    return {
        "bilan": bilan,
        "etat": etat_pour(bilan.etat, public_de(compte, bilan.structure_id)),
        "limite": bilan.limite(),
        "conventions": _conventions(bilan),
        "feuilles": _feuilles(progres),
        "rangees": _rangees(progres, peut_saisir),
        "prochaine": _prochaine(progres) if peut_saisir else None,
        "repondues": sum(p.repondues for p in progres if not p.est_facultative),
        "attendues": sum(p.attendues for p in progres if not p.est_facultative),
        "part": part_d_ensemble(progres),
        "manques": _manques(bilan, situees, peut_saisir),
        "groupes": _groupes(bilan, [s for s in situees if not _est_un_manque(s)], peut_saisir),
        "arretent": arretent,
        "longueur_justification": LONGUEUR_JUSTIFICATION,
        "peut_saisir": peut_saisir,
        "refus": refus,
        "transmission": _transmission(bilan, compte) if peut_saisir else None,
        "evenements": journal.historique(bilan),
    }


def _conventions(bilan: Bilan) -> list[Convention]:
    """What the structure's funders granted for the exercice (domaine.md §2.2, A5)."""
    return list(
        Convention.objects.filter(structure=bilan.structure_id)
        .de_exercice(bilan.campagne.exercice)
        .select_related("financeur")
        .order_by("ligne", "financeur__nom", "numero")
    )


def _feuilles(progres: list[AvancementSection]) -> list[str]:
    """Names of the départements, in the order of the columns."""
    return list(dict.fromkeys(nom_departement(p.feuille.departement) for p in progres))


def _rangees(progres: list[AvancementSection], peut_saisir: bool) -> list[dict[str, Any]]:
    """One row a section, one case a sheet."""
    rangees: dict[str, dict[str, Any]] = {}
    for p in progres:
        rangee = rangees.setdefault(p.section.code, {"section": p.section, "cases": []})
        rangee["cases"].append(
            {
                "progres": p,
                "url": _adresse(p) if peut_saisir else "",
                "departement": nom_departement(p.feuille.departement),
            }
        )
    return list(rangees.values())


def _prochaine(progres: list[AvancementSection]) -> dict[str, str] | None:
    """The next thing to do: the first section that is not finished, what is expected before what is not."""
    restantes = [p for p in progres if p.etat != EtatSection.COMPLETE]
    suivante = next((p for p in restantes if not p.est_facultative), restantes[0] if restantes else None)
    if suivante is None:
        return None
    titre = f"{suivante.section.code}. {suivante.section.titre}"
    if len(_feuilles(progres)) > 1:
        titre += f" – {nom_departement(suivante.feuille.departement)}"
    return {"titre": titre, "url": _adresse(suivante)}


def _adresse(progres: AvancementSection) -> str:
    feuille = progres.feuille
    return reverse("espace:saisie", args=[feuille.bilan_id, feuille.departement, progres.section.code])


def _est_un_manque(situee: AnomalieSituee) -> bool:
    return situee.anomalie.regle == OBLIGATOIRE


def _manques(bilan: Bilan, situees: list[AnomalieSituee], peut_saisir: bool) -> list[dict[str, Any]]:
    """Tables and questions that lack an expected answer, sheet by sheet: many at first, so told apart."""
    definition = definition_connue(bilan.campagne)
    par_feuille: dict[Feuille, list[dict[str, Any]]] = {}
    for situee in filter(_est_un_manque, situees):
        if situee.feuille:
            par_feuille.setdefault(situee.feuille, []).append(
                presenter_anomalie(situee.anomalie, definition, situee.feuille if peut_saisir else None)
            )
    return [
        {"lieu": nom_departement(feuille.departement), "manques": manques} for feuille, manques in par_feuille.items()
    ]


def _groupes(bilan: Bilan, situees: list[AnomalieSituee], peut_saisir: bool) -> list[dict[str, Any]]:
    """The anomalies, what stops sending first, each with its sheet, its cells and its justification."""
    titres = {
        Severite.BLOQUANTE: _("À corriger avant de transmettre"),
        Severite.A_JUSTIFIER: _("À justifier par une phrase, qui sera lue par vos financeurs"),
        Severite.INFORMATION: _("Pour information"),
    }
    definition = definition_connue(bilan.campagne)
    plusieurs = len({situee.feuille for situee in situees}) > 1
    return [
        {
            "titre": titre,
            "anomalies": [
                presenter_anomalie(situee.anomalie, definition, situee.feuille if peut_saisir else None)
                | _situation(situee, plusieurs)
                for situee in situees
                if situee.anomalie.severite == severite
            ],
        }
        for severite, titre in titres.items()
        if any(situee.anomalie.severite == severite for situee in situees)
    ]


def _situation(situee: AnomalieSituee, plusieurs: bool) -> dict[str, Any]:
    lieu = nom_departement(situee.feuille.departement) if situee.feuille else _("Ensemble du bilan")
    return {
        "id": f"{situee.anomalie.regle}-{situee.feuille.departement if situee.feuille else 'bilan'}",
        "feuille": situee.feuille.pk if situee.feuille else "",
        "lieu": lieu if plusieurs else "",
        "justification": situee.justification,
        "est_justifiee": situee.est_justifiee,
    }


def _transmission(bilan: Bilan, compte: Compte) -> TransmissionForm | None:
    """The form to send with, for those who may sign."""
    if not compte.has_perm("bilans.transmettre", bilan):
        return None
    return TransmissionForm(initial={"commentaire": bilan.commentaire})
