"""What waits about volunteers: candidatures to answer, calls to take up again, people to call; only lines that matter.

One query a kind of thing, whatever their number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from espace_structures.benevolat.enums import Auteur, EtatAppel, EtatCandidature
from espace_structures.benevolat.models import AppelBenevoles, Candidature, DemandeRenouvellement, Message
from espace_structures.benevolat.querysets import structures_de
from espace_structures.structures.droits import Appartenances

from .lignes import LigneAFaire

if TYPE_CHECKING:
    from espace_structures.comptes.models import Compte

BIENTOT = timedelta(days=14)


@dataclass(frozen=True)
class AFaireBenevoles:
    lignes: list[LigneAFaire]


def a_faire_benevoles(liens: Appartenances, *, jour: date) -> AFaireBenevoles | None:
    """What waits in the structures whose volunteers are followed; None for who follows none.

    The animation has its own board: it is told here only of what nobody else sees.
    """
    compte = liens.compte
    if liens.est_animation:
        return AFaireBenevoles(_de_l_animation(compte, jour))
    siennes = structures_de(liens) or []
    if siennes:
        return AFaireBenevoles(_de_la_structure(siennes, jour))
    relus = AppelBenevoles.objects.lisibles_par_relecteur(compte).count() if liens.est_moderateur else 0
    return AFaireBenevoles(_appels_a_relire(relus)) if relus else None


def _de_la_structure(siennes: list[int], jour: date) -> list[LigneAFaire]:
    nouvelles = list(
        Candidature.objects.filter(structure__in=siennes, etat=EtatCandidature.NOUVELLE).values_list(
            "promise_le", flat=True
        )
    )
    messages = Message.objects.filter(
        candidature__structure__in=siennes, auteur=Auteur.CANDIDAT, lu_le__isnull=True
    ).count()
    appels = list(
        AppelBenevoles.objects.filter(structure__in=siennes, etat__in=(EtatAppel.BROUILLON, EtatAppel.PUBLIE))
        .exclude(etat=EtatAppel.BROUILLON, motif_renvoi="")
        .values_list("etat", "jusqu_au")
    )
    renvoyes = sum(etat == EtatAppel.BROUILLON for etat, _fin in appels)
    finissent = sum(etat == EtatAppel.PUBLIE and jour <= fin <= jour + BIENTOT for etat, fin in appels)
    a_appeler = DemandeRenouvellement.objects.filter(
        saison__engagement__structure__in=siennes, a_appeler=True, campagne__close_le__isnull=True
    ).count()
    candidatures = reverse("espace:candidatures")
    return [
        *_candidatures(nouvelles, jour, candidatures),
        *_ligne(
            messages,
            "courriel",
            ngettext("%(nombre)s message de bénévole à lire.", "%(nombre)s messages de bénévoles à lire.", messages),
            candidatures,
        ),
        *_ligne(
            renvoyes,
            "edition",
            ngettext(
                "%(nombre)s appel à bénévoles est à reprendre.",
                "%(nombre)s appels à bénévoles sont à reprendre.",
                renvoyes,
            ),
            reverse("espace:appels-benevoles"),
        ),
        *_ligne(
            finissent,
            "calendrier",
            ngettext(
                "%(nombre)s appel à bénévoles se termine dans les deux semaines.",
                "%(nombre)s appels à bénévoles se terminent dans les deux semaines.",
                finissent,
            ),
            reverse("espace:appels-benevoles"),
        ),
        *_ligne(
            a_appeler,
            "telephone",
            ngettext(
                "%(nombre)s bénévole est à appeler pour son renouvellement.",
                "%(nombre)s bénévoles sont à appeler pour leur renouvellement.",
                a_appeler,
            ),
            reverse("espace:renouvellement"),
        ),
    ]


def _candidatures(promises: list[date | None], jour: date, adresse: str) -> list[LigneAFaire]:
    nombre = len(promises)
    en_retard = sum(promise is not None and promise < jour for promise in promises)
    texte = ngettext(
        "%(nombre)s candidature attend votre réponse.", "%(nombre)s candidatures attendent votre réponse.", nombre
    )
    detail = (
        ngettext("%(nombre)s a dépassé le délai promis.", "%(nombre)s ont dépassé le délai promis.", en_retard)
        % {"nombre": en_retard}
        if en_retard
        else _("Toutes sont dans le délai promis.")
    )
    return _ligne(nombre, "attention" if en_retard else "personne", texte, adresse, detail)


def _de_l_animation(compte: Compte, jour: date) -> list[LigneAFaire]:
    sans_structure = Candidature.objects.ouvertes().filter(structure__isnull=True).count()
    en_retard = Candidature.objects.sans_reponse().filter(structure__isnull=False, promise_le__lt=jour).count()
    return [
        *_ligne(
            sans_structure,
            "personne",
            ngettext(
                "%(nombre)s candidature attend que vous lui proposiez une structure.",
                "%(nombre)s candidatures attendent que vous leur proposiez une structure.",
                sans_structure,
            ),
            reverse("espace:candidatures"),
        ),
        *_ligne(
            en_retard,
            "attention",
            ngettext(
                "%(nombre)s candidature attend une structure au-delà du délai promis.",
                "%(nombre)s candidatures attendent une structure au-delà du délai promis.",
                en_retard,
            ),
            reverse("espace:benevolat-region"),
        ),
        *_appels_a_relire(AppelBenevoles.objects.lisibles_par_relecteur(compte).count()),
    ]


def _appels_a_relire(nombre: int) -> list[LigneAFaire]:
    texte = ngettext(
        "%(nombre)s appel à bénévoles attend d’être relu.",
        "%(nombre)s appels à bénévoles attendent d’être relus.",
        nombre,
    )
    return _ligne(nombre, "edition", texte, reverse("espace:appels-a-relire"))


def _ligne(nombre: int, picto: str, texte: str, adresse: str, detail: str = "") -> list[LigneAFaire]:
    return [LigneAFaire(picto, texte % {"nombre": nombre}, adresse, detail)] if nombre else []
