"""What is written along the road of a candidature: to the person in plain words, and to whoever follows it.

A mail carries a first name, a structure, a date and a link: never what was said, never who the person is to others.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espace_structures.comptes.models import Compte
from espace_structures.structures.metier.organisations import animation
from espace_structures.structures.models import MembreStructure
from espace_structures.vitrines.metier.destinataires import ecrire
from portal.socle.courriels import adresse_absolue, envoyer
from portal.socle.courrier import declarer

from ..enums import MotifRefus
from ..models import Accueil, Candidature
from .liens import SUIVI, lien


def accuser_reception(candidature: Candidature) -> None:
    """To the person: it has arrived, who will answer, and by when."""
    _a_la_personne("candidature_recue", candidature, promise=_jour(candidature))


def dire_contactee(candidature: Candidature) -> None:
    _a_la_personne("candidature_contactee", candidature)


def dire_rencontre(candidature: Candidature) -> None:
    _a_la_personne(
        "candidature_rencontre",
        candidature,
        quand=_moment(candidature, candidature.rencontre_le),
        lieu=candidature.rencontre_lieu,
    )


def dire_attente(candidature: Candidature) -> None:
    _a_la_personne("candidature_attente", candidature)


def dire_reprise(candidature: Candidature) -> None:
    _a_la_personne("candidature_reprise", candidature)


def dire_acceptee(candidature: Candidature) -> None:
    _a_la_personne("candidature_acceptee", candidature)


def dire_refusee(candidature: Candidature) -> None:
    with translation.override(candidature.benevole.langue):
        raison = phrase_du_refus(candidature.motif_refus)
    _a_la_personne("candidature_refusee", candidature, explication=raison, precision=candidature.precision)


def dire_retiree(candidature: Candidature) -> None:
    """To the person, a confirmation; to whoever follows the file, that nothing is expected any more."""
    _a_la_personne("candidature_retiree", candidature)
    _a_la_structure("candidature_retiree_structure", candidature)


def dire_reorientee(ancienne: Candidature, nouvelle: Candidature) -> None:
    """To the person: who takes over, and by when they will answer."""
    _a_la_personne("candidature_reorientee", ancienne, vers=nom_du_suivi(nouvelle), promise=_jour(nouvelle))


def annoncer_message(candidature: Candidature) -> None:
    """To the person: a message waits for them on their page."""
    _a_la_personne("message_recu", candidature)


def annoncer_reponse(candidature: Candidature) -> None:
    """To whoever follows the file: the person has answered."""
    _a_la_structure("message_du_candidat", candidature)


def prevenir_la_structure(candidature: Candidature) -> None:
    """To whoever follows the candidatures: a new one has arrived, an answer is promised for a day."""
    _a_la_structure("candidature_arrivee", candidature, promise=_jour(candidature))


def dire_confiee(candidature: Candidature) -> None:
    """To the member who is to follow it."""
    ecrire(
        "benevolat/candidature_confiee",
        Compte.objects.filter(pk=candidature.confiee_a_id),
        {
            "structure": nom_du_suivi(candidature),
            "promise": _jour(candidature),
            "lien": adresse_du_dossier(candidature),
        },
    )


def rappeler_honorabilite(accueil: Accueil, candidature: Candidature | None) -> int:
    """To the editors of the structure: something seen three years ago is to be seen again; how many were told."""
    # Without a file there is nothing to open: the screen of the candidatures leads to what there is.
    adresse = adresse_du_dossier(candidature) if candidature else adresse_absolue(reverse("espace:accueil"))
    return ecrire(
        "benevolat/honorabilite_a_renouveler",
        _editeurs(accueil.structure_id),
        {
            "structure": accueil.structure.nom,
            "jusqu_au": formats.date_format(accueil.honorabilite_jusqu_au, "j F Y"),
            "lien": adresse,
        },
    )


def suivent(candidature: Candidature) -> QuerySet[Compte]:
    """Whoever is told of a file: the member it is entrusted to, else every editor; the animation without structure."""
    possibles = membres_possibles(candidature)
    confiee = possibles.filter(pk=candidature.confiee_a_id)
    return confiee if confiee.exists() else possibles


def membres_possibles(candidature: Candidature) -> QuerySet[Compte]:
    """Those to whom a file may be entrusted."""
    return animation() if candidature.structure_id is None else _editeurs(candidature.structure_id)


def nom_du_suivi(candidature: Candidature) -> str:
    """Who answers, as the person reads it."""
    return candidature.structure.nom if candidature.structure else _("L’animation régionale")


def adresse_du_dossier(candidature: Candidature) -> str:
    return adresse_absolue(reverse("espace:candidature", args=[candidature.pk]))


def phrase_du_refus(motif: str) -> str:
    """The sentence that a code stands for, courteous and true, in the language in force."""
    return {
        MotifRefus.COMPLET: _(
            "Nous avons en ce moment assez de bénévoles pour les personnes que nous accompagnons. Ce n’est pas une "
            "question de qualités : d’autres structures, elles, en cherchent."
        ),
        MotifRefus.DISPONIBILITE: _(
            "Les moments où vous êtes libre ne sont pas ceux des personnes que nous accompagnons en ce moment."
        ),
        MotifRefus.DISTANCE: _(
            "Les personnes que nous accompagnons sont trop loin de chez vous pour que les rencontres soient régulières."
        ),
        MotifRefus.PROFIL: _(
            "Les personnes que nous accompagnons cherchent aujourd’hui un autre domaine que le vôtre. Votre expérience "
            "servira sans doute ailleurs."
        ),
        MotifRefus.INJOIGNABLE: _(
            "Nous avons essayé de vous joindre sans y parvenir. Si vous êtes toujours partant·e, vous pouvez déposer "
            "une nouvelle candidature : nous reprendrons contact."
        ),
        MotifRefus.HONORABILITE: _(
            "Il nous manque une pièce que la loi exige pour cet accompagnement. Si vous l’obtenez, vous pouvez déposer "
            "une nouvelle candidature."
        ),
        MotifRefus.AUTRE: _("Nous ne pouvons pas donner suite à votre candidature."),
    }[MotifRefus(motif)]


def _a_la_personne(gabarit: str, candidature: Candidature, **contexte: str) -> None:
    """One mail to the person, in their language, with the link to their page."""
    benevole = candidature.benevole
    with translation.override(benevole.langue):
        complet = {
            "prenom": benevole.prenom,
            "structure": nom_du_suivi(candidature),
            "lien": lien(SUIVI, benevole),
            **contexte,
        }
        envoyer(f"courriels/benevolat/{gabarit}", [benevole.courriel], complet, langue=benevole.langue)


def _a_la_structure(gabarit: str, candidature: Candidature, **contexte: str) -> None:
    ecrire(
        f"benevolat/{gabarit}",
        suivent(candidature),
        {"structure": nom_du_suivi(candidature), "lien": adresse_du_dossier(candidature), **contexte},
    )


def _editeurs(structure_id: int) -> QuerySet[Compte]:
    membres = MembreStructure.objects.actifs().editeurs().filter(structure=structure_id)
    return Compte.objects.filter(pk__in=membres.values("compte"), is_active=True).order_by("pk")


def _jour(candidature: Candidature) -> str:
    """The day promised, in the language of the person."""
    if candidature.promise_le is None:
        return ""
    with translation.override(candidature.benevole.langue):
        return formats.date_format(candidature.promise_le, "j F Y")


def _moment(candidature: Candidature, moment: datetime) -> str:
    local = timezone.localtime(moment)
    with translation.override(candidature.benevole.langue):
        return _("%(jour)s à %(heure)s") % {
            "jour": formats.date_format(local, "l j F Y"),
            "heure": formats.date_format(local, "H:i"),
        }


_RAISON_PERSONNE = gettext_lazy(
    "Vous recevez ce message parce que vous avez proposé d’aider comme bénévole sur le portail."
)
_RAISON_STRUCTURE = gettext_lazy(
    "Vous recevez ce message parce que vous suivez les candidatures de bénévoles sur le portail."
)
_PROMISE = {"promise": gettext_lazy("Jour promis pour la réponse")}
# template: title in the back office, button, what it says beside the first name and the structure
_A_LA_PERSONNE = {
    "candidature_recue": (gettext_lazy("Candidature reçue"), gettext_lazy("Suivre ma candidature"), _PROMISE),
    "candidature_contactee": (gettext_lazy("Personne contactée"), gettext_lazy("Suivre ma candidature"), {}),
    "candidature_rencontre": (
        gettext_lazy("Rencontre prévue"),
        gettext_lazy("Suivre ma candidature"),
        {"quand": gettext_lazy("Jour et heure"), "lieu": gettext_lazy("Lieu")},
    ),
    "candidature_attente": (gettext_lazy("Mise sur liste d’attente"), gettext_lazy("Suivre ma candidature"), {}),
    "candidature_reprise": (gettext_lazy("Candidature reprise"), gettext_lazy("Suivre ma candidature"), {}),
    "candidature_acceptee": (gettext_lazy("Candidature acceptée"), gettext_lazy("Suivre ma candidature"), {}),
    "candidature_refusee": (
        gettext_lazy("Candidature refusée"),
        gettext_lazy("Suivre ma candidature"),
        {"explication": gettext_lazy("Phrase du motif"), "precision": gettext_lazy("Mot de la structure")},
    ),
    "candidature_retiree": (gettext_lazy("Candidature retirée par la personne"), gettext_lazy("Ouvrir ma page"), {}),
    "candidature_reorientee": (
        gettext_lazy("Candidature réorientée"),
        gettext_lazy("Suivre ma candidature"),
        {"vers": gettext_lazy("Qui prend la suite"), **_PROMISE},
    ),
    "message_recu": (gettext_lazy("Message de la structure"), gettext_lazy("Lire le message"), {}),
}
_A_LA_STRUCTURE = {
    "candidature_arrivee": (gettext_lazy("Nouvelle candidature, à la structure"), _PROMISE),
    "message_du_candidat": (gettext_lazy("Message de la personne, à la structure"), {}),
    "candidature_retiree_structure": (gettext_lazy("Candidature retirée, à la structure"), {}),
    "candidature_confiee": (gettext_lazy("Candidature confiée"), _PROMISE),
    "honorabilite_a_renouveler": (
        gettext_lazy("Attestation d’honorabilité à renouveler"),
        {"jusqu_au": gettext_lazy("Terme de l’attestation")},
    ),
}
_STRUCTURE = {"structure": gettext_lazy("Nom de la structure")}


def _declarer_les_courriels() -> None:
    """Make them editable in the back office."""
    for gabarit, (titre, bouton, propres) in _A_LA_PERSONNE.items():
        variables = {"prenom": gettext_lazy("Prénom"), **_STRUCTURE, **propres}
        declarer(f"courriels/benevolat/{gabarit}", titre, variables, bouton=bouton, raison=_RAISON_PERSONNE)
    for gabarit, (titre, propres) in _A_LA_STRUCTURE.items():
        declarer(
            f"courriels/benevolat/{gabarit}",
            titre,
            {**_STRUCTURE, **propres},
            bouton=gettext_lazy("Ouvrir le dossier"),
            raison=_RAISON_STRUCTURE,
        )


_declarer_les_courriels()
