"""Who is told what of volunteers; the words are in `templates/courriels/benevolat.<language>.md`.

A mail carries a first name, a structure, a date and a link: never what was said, never who the person is to others.
Who has no address is told nothing here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.core import signing
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from espace_structures.comptes.models import Compte
from espace_structures.structures.metier.organisations import animation
from espace_structures.structures.models import MembreStructure, Structure
from espace_structures.vitrines.metier.destinataires import responsables_de
from portal.socle import courrier
from portal.socle.courrier import Destinataire, Lien, Phrase

from ..enums import MotifRefus
from ..models import Benevole, Candidature, Engagement
from .liens import SUIVI, jeton, lien

if TYPE_CHECKING:
    from ..models import Accueil

SEL_DE_L_ADRESSE = "benevolat.adresse"


# --- A candidature, to the person ------------------------------------------------------------------------------------


def demander_confirmation(benevole: Benevole, candidature: Candidature, *, lien: Lien) -> None:
    """Before anybody else is disturbed, prove the address."""
    valeurs = {"a": _personne(benevole), "prenom": benevole.prenom, "lien": lien}
    if candidature.structure:
        courrier.envoyer("benevolat.confirmer_candidature", structure=candidature.structure.nom, **valeurs)
    else:
        courrier.envoyer("benevolat.confirmer_candidature_region", **valeurs)


def accuser_reception(candidature: Candidature) -> None:
    """It has arrived, who will answer, and by when."""
    _a_la_personne("candidature_recue", candidature, promise=candidature.promise_le)


def dire_contactee(candidature: Candidature) -> None:
    _a_la_personne("candidature_contactee", candidature)


def dire_rencontre(candidature: Candidature) -> None:
    rencontre = {"quand": candidature.rencontre_le, "lieu": candidature.rencontre_lieu}
    _a_la_personne("candidature_rencontre", candidature, **rencontre)


def dire_attente(candidature: Candidature) -> None:
    _a_la_personne("candidature_attente", candidature)


def dire_reprise(candidature: Candidature) -> None:
    _a_la_personne("candidature_reprise", candidature)


def dire_acceptee(candidature: Candidature) -> None:
    _a_la_personne("candidature_acceptee", candidature)


def dire_refusee(candidature: Candidature) -> None:
    raison = phrase_du_refus(candidature.motif_refus)
    _a_la_personne("candidature_refusee", candidature, explication=raison, precision=candidature.precision)


def dire_retiree(candidature: Candidature) -> None:
    """To the person, a confirmation; to whoever follows the file, that nothing is expected any more."""
    _a_la_personne("candidature_retiree", candidature)
    _a_la_structure("candidature_retiree_structure", candidature)


def dire_reorientee(ancienne: Candidature, nouvelle: Candidature) -> None:
    """Who takes over, and by when they will answer."""
    _a_la_personne("candidature_reorientee", ancienne, vers=nom_du_suivi(nouvelle), promise=nouvelle.promise_le)


def dire_ou_en_est(candidature: Candidature) -> None:
    """No answer yet, and what can be done from their page."""
    _a_la_personne("ou_en_est", candidature, jour=_recue(candidature))


def annoncer_message(candidature: Candidature) -> None:
    """A message waits for them on their page."""
    _a_la_personne("message_recu", candidature)


def _a_la_personne(nom: str, candidature: Candidature, **valeurs: object) -> None:
    benevole = candidature.benevole
    courrier.envoyer(
        f"benevolat.{nom}",
        a=_personne(benevole),
        prenom=benevole.prenom,
        structure=nom_du_suivi(candidature),
        lien=lien(SUIVI, benevole),
        **valeurs,
    )


def nom_du_suivi(candidature: Candidature) -> str | Promise:
    """Who answers, as the person reads it."""
    return candidature.structure.nom if candidature.structure else _("L’animation régionale")


def phrase_du_refus(motif: str) -> Promise:
    """The sentence that a code stands for, courteous and true."""
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


# --- A candidature, to whoever follows it ----------------------------------------------------------------------------


def prevenir_la_structure(candidature: Candidature) -> None:
    """A new one has arrived, an answer is promised for a day."""
    _a_la_structure("candidature_arrivee", candidature, promise=candidature.promise_le)


def annoncer_reponse(candidature: Candidature) -> None:
    """The person has answered."""
    _a_la_structure("message_du_candidat", candidature)


def dire_confiee(candidature: Candidature) -> None:
    """To the member who is to follow it."""
    confiee = Compte.objects.filter(pk=candidature.confiee_a_id)
    _a_la_structure("candidature_confiee", candidature, confiee, promise=candidature.promise_le)


def rappeler_honorabilite(accueil: Accueil, candidature: Candidature | None) -> int:
    """To the editors of the structure: something seen three years ago is to be seen again; how many were told."""
    # Without a file there is nothing to open: the screen of the candidatures leads to what there is.
    dossier = Lien("espace:candidature", candidature.pk) if candidature else Lien("espace:accueil")
    return courrier.envoyer(
        "benevolat.honorabilite_a_renouveler",
        a=editeurs(accueil.structure_id),
        structure=accueil.structure.nom,
        jusqu_au=accueil.honorabilite_jusqu_au,
        lien=dossier,
    )


def relancer_la_structure(structure: Structure, en_retard: list[Candidature], anciennes: list[Candidature]) -> None:
    """To each editor: what waits for a first answer, then what was begun long ago. Never the name of a person."""
    lignes = [_en_retard(candidature) for candidature in en_retard] + [
        Phrase(
            _("%(etat)s depuis le %(jour)s : où en est-elle ?"),
            etat=candidature.get_etat_display(),
            jour=timezone.localdate(candidature.etat_depuis),
        )
        for candidature in anciennes
    ]
    courrier.envoyer(
        "benevolat.relance_structure",
        a=editeurs(structure),
        structure=structure.nom,
        nombre=_candidatures(len(lignes)),
        liste=lignes,
        lien=Lien("espace:candidatures"),
    )


def alerter_l_animation(candidatures: list[Candidature]) -> None:
    """How many wait, structure by structure, and since when."""
    groupes: dict[str, list[Candidature]] = {}
    for candidature in candidatures:
        groupes.setdefault(candidature.structure.nom if candidature.structure else "", []).append(candidature)
    courrier.envoyer(
        "benevolat.alerte_animation",
        a=animation(),
        nombre=_candidatures(len(candidatures)),
        liste=[
            Phrase(
                _("%(structure)s : %(nombre)s, la plus ancienne reçue le %(jour)s"),
                structure=nom or _("Sans structure"),
                nombre=_candidatures(len(siennes)),
                jour=min(map(_recue, siennes)),
            )
            for nom, siennes in sorted(groupes.items())
        ],
        lien=Lien("espace:benevolat-region"),
    )


def suivent(candidature: Candidature) -> QuerySet[Compte]:
    """Whoever is told of a file: the member it is entrusted to, else every editor; the animation without structure."""
    possibles = membres_possibles(candidature)
    confiee = possibles.filter(pk=candidature.confiee_a_id)
    return confiee if confiee.exists() else possibles


def membres_possibles(candidature: Candidature) -> QuerySet[Compte]:
    """Those to whom a file may be entrusted."""
    return animation().order_by("pk") if candidature.structure_id is None else editeurs(candidature.structure_id)


def editeurs(structure: Structure | int) -> QuerySet[Compte]:
    """Those who may answer the candidatures of a structure."""
    membres = MembreStructure.objects.actifs().editeurs().filter(structure=structure)
    return Compte.objects.filter(pk__in=membres.values("compte"), is_active=True).order_by("pk")


def _a_la_structure(
    nom: str, candidature: Candidature, comptes: QuerySet[Compte] | None = None, **valeurs: object
) -> None:
    courrier.envoyer(
        f"benevolat.{nom}",
        a=suivent(candidature) if comptes is None else comptes,
        structure=nom_du_suivi(candidature),
        lien=Lien("espace:candidature", candidature.pk),
        **valeurs,
    )


def _en_retard(candidature: Candidature) -> Phrase:
    if candidature.promise_le is None:
        return Phrase(_("reçue le %(jour)s"), jour=_recue(candidature))
    texte = _("reçue le %(jour)s, réponse promise pour le %(promise)s")
    return Phrase(texte, jour=_recue(candidature), promise=candidature.promise_le)


def _candidatures(nombre: int) -> Phrase:
    return Phrase(ngettext_lazy("%(nombre)d candidature", "%(nombre)d candidatures", "nombre"), nombre=nombre)


def _recue(candidature: Candidature) -> date:
    return timezone.localdate(candidature.recue_le)


# --- The page of the person and their data ---------------------------------------------------------------------------


def envoyer_le_lien(benevole: Benevole) -> None:
    """The personal link, to the only address that it opens for."""
    _ecrire("lien", benevole, lien=lien(SUIVI, benevole))


def confirmer_l_adresse(benevole: Benevole, courriel: str) -> None:
    """To the new address: a link whose button makes it theirs."""
    signe = signing.dumps([benevole.pk, benevole.version_lien, courriel], salt=SEL_DE_L_ADRESSE)
    a = Destinataire(courriel, benevole.langue)
    courrier.envoyer("benevolat.adresse", a=a, prenom=benevole.prenom, lien=Lien("benevolat:suivi_adresse", signe))


def prevenir_de_la_fin(benevole: Benevole, contact: date, prevu: date) -> None:
    """Their data will be erased on this day; one button keeps it."""
    rester = Lien("benevolat:suivi_rester", jeton(SUIVI, benevole))
    _ecrire("conservation", benevole, lien=rester, contact=contact, date=prevu)


def confirmer_l_effacement(benevole: Benevole) -> None:
    """The last mail."""
    _ecrire("donnees_effacees", benevole)


def prevenir_de_l_effacement(engagement: Engagement) -> None:
    """To those in charge of the structure where the person acts: the name is theirs to know, one last time."""
    courrier.envoyer(
        "benevolat.benevole_efface",
        a=responsables_de(engagement.structure),
        personne=engagement.benevole,
        structure=engagement.structure.nom,
    )


def dire_dossiers_reunis(benevole: Benevole, adresses: Mapping[str, str]) -> None:
    """`adresses`: those of both files, with the language of each. The link only goes to the address that is kept.

    If the files were not those of one person, the other address must not open what is not theirs.
    """
    for adresse, langue in adresses.items():
        if adresse == benevole.courriel:
            _ecrire("dossiers_reunis", benevole, lien=lien(SUIVI, benevole))
        else:
            courrier.envoyer("benevolat.dossiers_reunis_autre_adresse", a=Destinataire(adresse, langue))


def _ecrire(nom: str, benevole: Benevole, **valeurs: object) -> None:
    courrier.envoyer(f"benevolat.{nom}", a=_personne(benevole), prenom=benevole.prenom, **valeurs)


def _personne(benevole: Benevole) -> Destinataire:
    return Destinataire(benevole.courriel, benevole.langue)
