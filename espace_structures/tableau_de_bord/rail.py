"""The navigation of the gated space, by role: where one may go, and how much waits there."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from espace_structures.bilans.enums import ETATS_MODIFIABLES, EtatBilan
from espace_structures.bilans.models import Bilan, Campagne
from espace_structures.structures.droits import Appartenances
from espace_structures.vitrines.metier.relecture import nombre_a_relire


@dataclass(frozen=True)
class LienRail:
    """A line of the rail: an icon, a title, a second line in quiet ink, how many bilans or pages wait to be read."""

    picto: str
    titre: str
    url: str
    detail: str = ""
    compte: int = 0


@dataclass(frozen=True)
class GroupeRail:
    """Lines that go together, under a title."""

    titre: str
    liens: list[LienRail]


def groupes_du_rail(liens: Appartenances) -> list[GroupeRail]:
    """The lines that one needs, most urgent first; empty groups are left out.

    `liens`: what the person is in the organisation they act for (`request.organisation`), which is what its screens
    allow.
    """
    groupes = [
        GroupeRail(_("Mon espace"), [LienRail("accueil", _("À faire"), reverse("espace:accueil"))]),
        GroupeRail(_("À remplir"), _bilans_a_remplir(liens)),
        GroupeRail(_("Ma structure"), _ma_structure(liens)),
        GroupeRail(_("Bénévoles"), _benevoles(liens)),
        GroupeRail(_("Bilans"), _bilans(liens)),
        GroupeRail(_("Administration"), _administration(liens)),
    ]
    return [groupe for groupe in groupes if groupe.liens]


def _bilans_a_remplir(liens: Appartenances) -> list[LienRail]:
    """The bilans that one's structures still have to send, latest exercice first, five at most."""
    if not liens.structures_saisies():
        return []
    bilans = Bilan.objects.filter(
        structure__in=liens.structures_saisies(), etat__in=ETATS_MODIFIABLES, campagne__ouverte_le__isnull=False
    ).select_related("campagne")
    return [
        LienRail(
            "edition",
            _("Bilan %(exercice)s") % {"exercice": bilan.campagne.exercice},
            reverse("espace:bilan", args=[bilan.pk]),
            detail=bilan.nom_structure,
        )
        for bilan in bilans[:5]
    ]


def _ma_structure(liens: Appartenances) -> list[LienRail]:
    """The public pages of one's structure, and its members for who runs it."""
    editees = liens.structures_editees()
    if not editees:
        return []
    lignes = [
        LienRail("structure", _("Ma fiche"), reverse("espace:fiche")),
        LienRail("paire", _("Mes actions"), reverse("espace:actions")),
    ]
    dirigee = next((pk for pk in editees if liens.est_responsable_de(pk)), None)
    if dirigee is not None:
        lignes.append(LienRail("personne", _("Membres"), reverse("espace:membres", args=["structures", dirigee])))
    lignes.append(LienRail("edition", _("Éditeur du site"), reverse("wagtailadmin_home")))
    return lignes


def _benevoles(liens: Appartenances) -> list[LienRail]:
    """Who offers to help, what is asked of volunteers, those engaged; the board of the region for the animation.

    How many candidatures wait is said by the home screen: here it would cost each screen a query.
    """
    if not (liens.est_animation or liens.structures_editees()):
        return []
    lignes = [
        LienRail("personne", _("Candidatures"), reverse("espace:candidatures")),
        LienRail("edition", _("Appels à bénévoles"), reverse("espace:appels-benevoles")),
        LienRail("paire", _("Bénévoles engagés"), reverse("espace:benevoles")),
        LienRail("horloge", _("Renouvellement"), reverse("espace:renouvellement")),
    ]
    if liens.est_animation:
        lignes.append(LienRail("consolidation", _("Vue de la région"), reverse("espace:benevolat-region")))
    return lignes


def _bilans(liens: Appartenances) -> list[LienRail]:
    suit = liens.est_animation or liens.est_financeur
    if not (suit or liens.est_membre_structure):
        return []
    lignes = [
        LienRail(
            "bilan",
            _("Suivre les bilans") if suit else _("Mes bilans"),
            reverse("espace:bilans"),
            compte=_a_examiner(liens) if suit else 0,
        )
    ]
    exercice = Campagne.objects.gelees().values_list("exercice", flat=True).first() if suit else None
    if exercice is not None:
        lignes.append(
            LienRail(
                "consolidation",
                _("Consolider et extraire"),
                reverse("espace:consolidation", args=[exercice]),
                detail=_("exercice %(exercice)s") % {"exercice": exercice},
            )
        )
    return lignes


def _a_examiner(liens: Appartenances) -> int:
    return Bilan.objects.suivis_dans(liens).filter(etat=EtatBilan.TRANSMIS).count()


def _administration(liens: Appartenances) -> list[LienRail]:
    """What waits to be read, for who moderates; the back office, for who runs it.

    An account without any membership is asked for its Wagtail permission.
    """
    lignes = []
    if liens.est_animation or liens.est_moderateur:
        lignes.append(
            LienRail(
                "horloge", _("Pages à relire"), reverse("vitrines_relecture"), compte=nombre_a_relire(liens.compte)
            )
        )
    ordinaire = liens.est_membre_structure or liens.est_financeur or liens.est_moderateur
    if liens.est_animation or (not ordinaire and liens.compte.has_perm("wagtailadmin.access_admin")):
        lignes.append(LienRail("cadenas", _("Administration du portail"), reverse("wagtailadmin_home")))
    return lignes
