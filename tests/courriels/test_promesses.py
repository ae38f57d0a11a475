"""Every mail of the registry, in both languages, followed as its reader would: each link opens, each act is there.

A promise is what really sends the mail, who reads it, and what the page reached must offer for what the text says: the
address of a link or of a form, the name of a field. Pages are followed as the reader signed in, or by the link alone.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.core.mail import send_mail
from django.utils import timezone, translation
from wagtail.users.models import UserProfile

from espace_structures.benevolat.appels.metier import courriels as appels
from espace_structures.benevolat.candidatures.metier.depot import CONFIRMATION
from espace_structures.benevolat.engagements.metier import courriels as engages
from espace_structures.benevolat.engagements.metier import engagements
from espace_structures.benevolat.entreprises.metier import courriels as entreprises
from espace_structures.benevolat.enums import EtatAppel, EtatCandidature, MotifRefus, Reponse, StatutEngagement
from espace_structures.benevolat.metier import courriels as benevolat
from espace_structures.benevolat.metier.liens import lien
from espace_structures.benevolat.models import Accueil
from espace_structures.bilans.enums import EtatBilan
from espace_structures.bilans.metier import courriels as bilans
from espace_structures.comptes.metier import assistance, inactivite, ouverture, second_facteur
from espace_structures.comptes.models import Compte
from espace_structures.structures.enums import PerimetreFinanceur, RoleStructure
from espace_structures.structures.metier import courriels as structures
from espace_structures.structures.metier import demandes
from espace_structures.structures.models import MembreStructure
from espace_structures.vie_des_structures.metier import depart, fusion
from espace_structures.vitrines.metier import consentements, fraicheur, interets, moderation, relecture, signalements
from espace_structures.vitrines.metier import courriels as vitrines
from espace_structures.vitrines.metier import demandes as demandes_de_page
from espace_structures.vitrines.models import ActionPage
from portal.socle.courrier.registre import courriels
from portal.socle.models import CourrielEnvoye
from tests.fabriques.adhesions import SECRET, DemandeFactory, InvitationFactory
from tests.fabriques.benevolat import (
    AppelFactory,
    BenevoleFactory,
    CampagneRenouvellementFactory,
    CandidatureFactory,
    DemandeRenouvellementFactory,
    EngagementFactory,
    EntrepriseFactory,
)
from tests.fabriques.bilans import bilan_de, campagne_gelee
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.pages import site_public
from tests.fabriques.structures import FinanceurFactory, StructureFactory, agent, animateur, membre, responsable
from tests.fabriques.vitrines import action, annuaire, fiche, photo

pytestmark = [pytest.mark.django_db, pytest.mark.une_base]
LIEN = re.compile(r"https?://\S+")
PERSONNE = "personne@exemple.fr"
Lecteur = Compte | None


@dataclass(frozen=True)
class Promesse:
    """`tenir` sends the mail in this language and says who is signed in when its links are followed."""

    tenir: Callable[[str], Lecteur]
    actes: tuple[str, ...] = ()


def en(langue: str, compte: Compte) -> Compte:
    UserProfile.objects.update_or_create(user=compte, defaults={"preferred_language": langue})
    return compte


# --- Volunteers ------------------------------------------------------------------------------------------------------


def a_la_personne(dire, *actes, **champs) -> Promesse:
    def tenir(langue: str) -> Lecteur:
        structure = StructureFactory(nom="Relais")
        dire(CandidatureFactory(structure=structure, benevole=BenevoleFactory(langue=langue), **champs))

    return Promesse(tenir, actes)


def a_la_structure(dire, *actes, **champs) -> Promesse:
    """Of a volunteer who reads the other language: nothing of it shows."""

    def tenir(langue: str) -> Lecteur:
        autre = "fr" if langue == "en" else "en"
        candidature = CandidatureFactory(benevole=BenevoleFactory(langue=autre), **champs)
        lectrice = en(langue, responsable(candidature.structure))
        candidature.confiee_a = lectrice
        candidature.save()
        with translation.override(autre):
            dire(candidature)
        return lectrice

    return Promesse(tenir, actes)


def a_l_engagement(dire, *actes, **champs) -> Promesse:
    def tenir(langue: str) -> Lecteur:
        structure = StructureFactory(nom="Relais", referent_courriel="referente@relais.example")
        dire(EngagementFactory(structure=structure, benevole=BenevoleFactory(langue=langue), **champs))

    return Promesse(tenir, actes)


def aux_responsables(dire, *actes) -> Promesse:
    def tenir(langue: str) -> Lecteur:
        engagement = EngagementFactory(benevole=BenevoleFactory(langue="fr" if langue == "en" else "en"))
        lectrice = en(langue, responsable(engagement.structure))
        dire(engagement)
        return lectrice

    return Promesse(tenir, actes)


def a_confirmer(**champs) -> Promesse:
    def tenir(langue: str) -> Lecteur:
        brouillon = BenevoleFactory(langue=langue, confirme_le=None)
        candidature = CandidatureFactory(benevole=brouillon, etat=EtatCandidature.A_CONFIRMER, recue_le=None, **champs)
        benevolat.demander_confirmation(brouillon, candidature, lien=lien(CONFIRMATION, brouillon))

    return Promesse(tenir, ('method="post"',))


def reorientee(candidature) -> None:
    nouvelle = CandidatureFactory(benevole=candidature.benevole, suite_de=candidature)
    benevolat.dire_reorientee(candidature, nouvelle)


def honorabilite(candidature) -> None:
    accueil = Accueil(
        benevole=candidature.benevole, structure=candidature.structure, honorabilite_jusqu_au=date(2027, 1, 31)
    )
    benevolat.rappeler_honorabilite(accueil, candidature)


def en_retard(candidature) -> None:
    benevolat.relancer_la_structure(candidature.structure, [candidature], [candidature])


def a_l_animation(dire, *actes) -> Promesse:
    def tenir(langue: str) -> Lecteur:
        lectrice = en(langue, animateur())
        dire()
        return lectrice

    return Promesse(tenir, actes)


def dossiers_reunis(langue: str) -> Lecteur:
    garde = BenevoleFactory(langue=langue)
    benevolat.dire_dossiers_reunis(garde, {garde.courriel: langue, PERSONNE: langue})


def renouvellement(rappel: bool) -> Promesse:
    def tenir(langue: str) -> Lecteur:
        engagement = EngagementFactory(benevole=BenevoleFactory(langue=langue))
        campagne = CampagneRenouvellementFactory(message="Merci à toutes et à tous.")
        demande = DemandeRenouvellementFactory(saison=engagement.saisons.get(), campagne=campagne)
        engages.demander(demande, rappel=rappel)

    return Promesse(tenir, ('method="post"', 'name="choix"'))


def entreprise(dire, *actes, **champs) -> Promesse:
    return Promesse(lambda langue: dire(EntrepriseFactory(langue=langue, **champs)), actes)


def appel(dire, etat, *actes, au_moderateur: bool = False) -> Promesse:
    def tenir(langue: str) -> Lecteur:
        accueil = site_public()
        annonce = AppelFactory(etat=etat, jusqu_au=timezone.localdate() + timedelta(days=60))
        fiche(annuaire(accueil), annonce.structure)
        lectrice = en(langue, animateur() if au_moderateur else responsable(annonce.structure))
        dire(annonce)
        return lectrice

    return Promesse(tenir, actes)


BENEVOLAT = {
    "confirmer_candidature": a_confirmer(),
    "confirmer_candidature_region": a_confirmer(structure=None),
    "candidature_recue": a_la_personne(benevolat.accuser_reception, "/retirer/", "/profil/"),
    "candidature_arrivee": a_la_structure(benevolat.prevenir_la_structure, "/candidatures/"),
    "candidature_contactee": a_la_personne(benevolat.dire_contactee, "/repondre/", etat=EtatCandidature.CONTACTEE),
    "candidature_rencontre": a_la_personne(
        benevolat.dire_rencontre,
        "/repondre/",
        etat=EtatCandidature.RENCONTRE_PREVUE,
        rencontre_le=datetime(2026, 12, 3, 13, 0, tzinfo=UTC),
        rencontre_lieu="Au local",
    ),
    "candidature_attente": a_la_personne(benevolat.dire_attente, "/retirer/", etat=EtatCandidature.LISTE_ATTENTE),
    "candidature_reprise": a_la_personne(benevolat.dire_reprise, etat=EtatCandidature.CONTACTEE),
    "candidature_acceptee": a_la_personne(benevolat.dire_acceptee, etat=EtatCandidature.ACCEPTEE),
    "candidature_refusee": a_la_personne(
        benevolat.dire_refusee, etat=EtatCandidature.REFUSEE, motif_refus=MotifRefus.COMPLET, precision="Merci <b>!</b>"
    ),
    "candidature_retiree": a_la_personne(benevolat.dire_retiree, etat=EtatCandidature.RETIREE),
    "candidature_retiree_structure": a_la_structure(benevolat.dire_retiree, etat=EtatCandidature.RETIREE),
    "candidature_reorientee": a_la_personne(reorientee, "/retirer/", etat=EtatCandidature.REORIENTEE),
    "candidature_confiee": a_la_structure(benevolat.dire_confiee),
    "message_recu": a_la_personne(benevolat.annoncer_message, "/repondre/"),
    "message_du_candidat": a_la_structure(benevolat.annoncer_reponse, 'id="conversation"'),
    "relance_structure": a_la_structure(en_retard, "/candidatures/"),
    "alerte_animation": a_l_animation(lambda: benevolat.alerter_l_animation([CandidatureFactory()])),
    "ou_en_est": a_la_personne(benevolat.dire_ou_en_est, "/accord/", "/retirer/"),
    "honorabilite_a_renouveler": a_la_structure(honorabilite, "/candidatures/"),
    "lien": a_la_personne(lambda c: benevolat.envoyer_le_lien(c.benevole), "/profil/", "/repondre/"),
    "adresse": a_la_personne(lambda c: benevolat.confirmer_l_adresse(c.benevole, PERSONNE), 'method="post"'),
    "conservation": a_la_personne(
        lambda c: benevolat.prevenir_de_la_fin(c.benevole, date(2024, 3, 1), date(2026, 3, 1)), 'method="post"'
    ),
    "donnees_effacees": a_la_personne(lambda c: benevolat.confirmer_l_effacement(c.benevole)),
    "benevole_efface": aux_responsables(benevolat.prevenir_de_l_effacement),
    "dossiers_reunis": Promesse(dossiers_reunis, ("/profil/",)),
    "dossiers_reunis_autre_adresse": Promesse(dossiers_reunis),
    "benevole_ajoute": a_l_engagement(engages.prevenir_de_l_ajout, "/donnees/", "/profil/", "/effacer/"),
    "engagement_pause": a_l_engagement(
        engages.prevenir_de_la_pause, statut=StatutEngagement.EN_PAUSE, pause_jusqu_au=date(2026, 12, 1)
    ),
    "engagement_retour": a_l_engagement(engages.prevenir_du_retour, "?choix=continue", "?choix=pause", "?choix=arret"),
    "engagement_retour_structure": aux_responsables(engages.prevenir_du_retour),
    "engagement_reponse_structure": aux_responsables(
        lambda e: engagements.dire_ou_j_en_suis(
            e, choix=Reponse.PAUSE, jusqu_au=date(2026, 12, 1), le=datetime(2026, 3, 3, tzinfo=UTC)
        )
    ),
    "engagement_depart": a_l_engagement(
        engages.prevenir_du_depart,
        statut=StatutEngagement.SORTI,
        sorti_le=date(2026, 3, 1),
        motif_sortie="TEMPS",
    ),
    "engagement_reconduit": a_l_engagement(
        lambda e: engages.prevenir_de_la_reconduction(e, e.saisons.get()), "/attestation/"
    ),
    "engagement_dates": a_l_engagement(lambda e: engages.prevenir_de_la_correction(e, e.saisons.get())),
    "renouvellement_demande": renouvellement(rappel=False),
    "renouvellement_rappel": renouvellement(rappel=True),
    "renouvellement_digest": aux_responsables(
        lambda e: engages.faire_le_point(
            e.structure, {"confirmes": 2, "pauses": 0, "arrets": 1, "sans_reponse": 3, "a_appeler": 1}
        )
    ),
    "entreprise_a_confirmer": entreprise(
        entreprises.demander_la_confirmation, 'method="post"', etat="A_CONFIRMER", confirmee_le=None
    ),
    "entreprise_bienvenue": entreprise(entreprises.souhaiter_la_bienvenue, "?entreprise=ENT-"),
    "entreprise_lien": entreprise(entreprises.redonner_le_lien, "?entreprise=ENT-"),
    "entreprise_engagee": a_l_animation(lambda: entreprises.prevenir_l_animation(EntrepriseFactory())),
    "appel_a_relire": appel(
        lambda a: appels.demander_la_relecture(a, par=CompteFactory()),
        EtatAppel.A_RELIRE,
        'method="post"',
        au_moderateur=True,
    ),
    "appel_modifie": appel(
        lambda a: appels.prevenir_de_la_modification(a, par=CompteFactory()),
        EtatAppel.PUBLIE,
        au_moderateur=True,
    ),
    "appel_publie": appel(lambda a: appels.prevenir_de_la_publication(a, par=CompteFactory()), EtatAppel.PUBLIE),
    "appel_a_reprendre": appel(
        lambda a: appels.prevenir_du_renvoi(a, motif="Dites où.", par=CompteFactory()),
        EtatAppel.BROUILLON,
        "/modifier/",
    ),
}


# --- Accounts --------------------------------------------------------------------------------------------------------


def au_compte(dire, *actes, connecte: bool = False) -> Promesse:
    def tenir(langue: str) -> Lecteur:
        lectrice = en(langue, CompteFactory(email=PERSONNE, last_login=datetime(2024, 1, 1, tzinfo=UTC)))
        dire(lectrice)
        return lectrice if connecte else None

    return Promesse(tenir, actes)


@pytest.fixture
def requete(rf):
    """A request as allauth wants it at hand."""
    from allauth.core import context

    demande = rf.get("/compte/")
    demande.session = SessionStore()
    with context.request_context(demande):
        yield demande


def oublie(compte: Compte) -> None:
    from django.test import Client

    Client().post("/compte/password/reset/", {"email": compte.email})


def reinitialise(compte: Compte) -> None:
    from allauth.mfa.models import Authenticator

    Authenticator.objects.create(user=compte, type=Authenticator.Type.TOTP, data={})
    second_facteur.reinitialiser(compte, par=CompteFactory(is_superuser=True))


def inconnue(langue: str) -> Lecteur:
    from django.test import Client

    with translation.override(langue):
        Client().post(("/en" if langue == "en" else "") + "/compte/password/reset/", {"email": PERSONNE})


def notifie(compte: Compte) -> None:
    from allauth.account.adapter import get_adapter
    from allauth.core import context
    from django.test import RequestFactory

    with context.request_context(RequestFactory().get("/")):
        get_adapter().send_notification_mail("account/email/password_changed", compte)


COMPTES = {
    "compte_ouvert": au_compte(ouverture.inviter, 'name="password1"'),
    "mot_de_passe_oublie": au_compte(oublie, 'name="password1"'),
    "adresse_inconnue": Promesse(inconnue),
    "securite": au_compte(notifie),
    "assistance": au_compte(
        lambda c: assistance.commencer(
            c, par=CompteFactory(is_superuser=True), motif="Aide", le=datetime(2026, 3, 3, 13, 5, tzinfo=UTC)
        )
    ),
    "second_facteur_reinitialise": au_compte(reinitialise),
    "compte_inactif": au_compte(
        lambda c: inactivite._avertir(c, 24, datetime(2026, 3, 3, tzinfo=UTC)), 'name="password"'
    ),
}


# --- Structures ------------------------------------------------------------------------------------------------------


def a_une_adresse(dire, *actes) -> Promesse:
    """Whose account, if any, reads this language."""

    def tenir(langue: str) -> Lecteur:
        lectrice = en(langue, CompteFactory(email="awa@exemple.fr"))
        dire()
        return lectrice

    return Promesse(tenir, actes)


def a_la_responsable(dire, *actes) -> Promesse:
    def tenir(langue: str) -> Lecteur:
        lectrice = en(langue, responsable(StructureFactory(nom="Relais")))
        dire(MembreStructure.objects.get(compte=lectrice))
        return lectrice

    return Promesse(tenir, actes)


def ferme(adhesion: MembreStructure) -> None:
    structures.prevenir_de_la_cloture(adhesion.structure, "Fin d’activité.")


def part(adhesion: MembreStructure, *, reprend: bool) -> None:
    partante = MembreStructure.objects.get(compte=responsable(adhesion.structure))
    depart._prevenir(adhesion.structure, partante, adhesion if reprend else None, [adhesion])


def reunit(adhesion: MembreStructure) -> None:
    fusion._prevenir(StructureFactory(), adhesion.structure, [adhesion.compte])


STRUCTURES = {
    "invitation": a_une_adresse(
        lambda: structures.envoyer_invitation(
            InvitationFactory(invitee_par=CompteFactory(), expire_le=timezone.now() + timedelta(days=9)), secret=SECRET
        ),
        'method="post"',
    ),
    "invitation_redemandee": a_la_responsable(
        lambda a: structures.transmettre_la_redemande(InvitationFactory(structure=a.structure)), "/renvoyer/"
    ),
    "invitation_expiree": a_la_responsable(
        lambda a: structures.prevenir_de_l_expiration(InvitationFactory(structure=a.structure)),
        "/renvoyer/",
        "/annuler/",
    ),
    "role": a_la_responsable(structures.prevenir_du_role),
    "retrait": a_la_responsable(structures.prevenir_du_retrait),
    "membres_a_verifier": a_la_responsable(
        lambda a: structures.demander_si_les_membres_sont_les_bons(a.structure, a.compte, [a]), "/membres/"
    ),
    "demande_a_confirmer": a_une_adresse(
        lambda: (
            (d := DemandeFactory(etat="A_CONFIRMER", confirmee_le=None))
            and structures.demander_confirmation(d, lien=demandes.lien(d))
        ),
        'method="post"',
    ),
    "deja_membre": a_la_responsable(
        lambda a: structures.dire_deja_membre(a.structure, a.compte),
    ),
    "demande_deja_transmise": a_une_adresse(
        lambda: (d := DemandeFactory()) and structures.dire_deja_transmise(d, lien=demandes.lien(d))
    ),
    "demande_recue": a_la_responsable(
        lambda a: structures.prevenir_de_la_demande(DemandeFactory(structure=a.structure), rappel=True),
        "/accepter/",
    ),
    "demande_acceptee": a_la_responsable(
        lambda a: structures.annoncer_l_acceptation(
            DemandeFactory(structure=a.structure, courriel=a.compte.email, compte=a.compte)
        )
    ),
    "demande_refusee": a_une_adresse(
        lambda: structures.annoncer_le_refus(DemandeFactory(motif="Nous sommes complets."))
    ),
    "cloture": a_la_responsable(ferme, "/bilans/"),
    "fusion": a_la_responsable(reunit),
    "depart_au_repreneur": a_la_responsable(lambda a: part(a, reprend=True)),
    "depart": a_la_responsable(lambda a: part(a, reprend=False)),
}


# --- Bilans ----------------------------------------------------------------------------------------------------------


def du_bilan(dire, etat, *actes, au_financeur: bool = False) -> Promesse:
    def tenir(langue: str) -> Lecteur:
        jour = timezone.localdate()
        campagne = campagne_gelee(
            2025,
            ouvre_le=jour - timedelta(days=30),
            envoi_jusqu_au=jour + timedelta(days=30),
            examen_jusqu_au=jour + timedelta(days=60),
        )
        bilan = bilan_de(StructureFactory(nom="Passerelle"), campagne, etat)
        bilan.commentaire = bilan.motif_renvoi = "Revoir <C2>."
        if etat != EtatBilan.A_COMPLETER:
            bilan.transmis_le = timezone.now()
        bilan.save()
        if au_financeur:
            lectrice = agent(FinanceurFactory(perimetre=PerimetreFinanceur.REGION))
        else:
            lectrice = responsable(bilan.structure)
        dire(bilan) if en(langue, lectrice) else None
        return lectrice

    return Promesse(tenir, actes)


BILANS = {
    "campagne_ouverte": du_bilan(
        lambda b: bilans.prevenir_de_l_ouverture(b.campagne, [b]), EtatBilan.A_SAISIR, "/bilans/"
    ),
    "transmis": du_bilan(
        bilans.prevenir_de_la_transmission, EtatBilan.TRANSMIS, "/valider/", "/renvoyer/", au_financeur=True
    ),
    "a_completer": du_bilan(
        lambda b: bilans.prevenir_du_renvoi(b, le=timezone.now()), EtatBilan.A_COMPLETER, "/transmettre/"
    ),
    "a_completer_campagne_close": du_bilan(
        lambda b: bilans.prevenir_du_renvoi(b, le=timezone.now() + timedelta(days=400)), EtatBilan.A_COMPLETER
    ),
    "valide": du_bilan(lambda b: bilans.prevenir_de_la_validation(b, commentaire="Merci."), EtatBilan.VALIDE),
}


# --- Public pages ----------------------------------------------------------------------------------------------------


def d_une_page(dire, *actes, a: str = "responsable") -> Promesse:
    """`dire` gets the action of a structure of Seine-Saint-Denis, and who reads; all rights are set."""

    def tenir(langue: str) -> Lecteur:
        vitrine = fiche(annuaire(site_public()), StructureFactory(nom="Relais", departements=["93"]))
        vitrine.save_revision().publish()
        moderation.installer_moderation()
        lectrice = en(langue, animateur() if a == "animation" else responsable(vitrine.structure))
        autrice = membre(vitrine.structure, RoleStructure.RESPONSABLE) if a == "animation" else lectrice
        creee = action(vitrine, "Un café", owner=autrice)
        creee.save_revision(user=autrice)
        dire(ActionPage.objects.get(pk=creee.pk), autrice)
        return lectrice

    return Promesse(tenir, actes)


def soumise(page, par):
    page.unpublish()
    moderation.soumettre(page, par=par, le=timezone.now())
    return ActionPage.objects.get(pk=page.pk)


def renvoyee(page, par):
    moderation.renvoyer(soumise(page, par), par=animateur(), motif="Dites où.", le=timezone.now())


def signale(page, motif="CONTENU"):
    return signalements.recevoir(page, motif=motif, message="C’est faux.", courriel=PERSONNE, le=timezone.now())


def signalement_clos(etat: str) -> Promesse:
    def tenir(langue: str) -> Lecteur:
        en(langue, CompteFactory(email=PERSONNE))
        cible = fiche(annuaire(site_public()), title="Relais 93")
        signalements.clore(signale(cible), par=animateur(), etat=etat, reponse="Merci.", le=timezone.now())

    return Promesse(tenir)


def vieille(page, *, rappel: bool) -> None:
    page.verifiee_depuis = date(2025, 1, 1)  # as the query of the job annotates it
    fraicheur._demander_a(page.owner_id, [page], rappel)


VITRINES = {
    "page_a_relire": d_une_page(soumise, "data-workflow-action-name", a="animation"),
    "page_publiee": d_une_page(
        lambda page, par: moderation.approuver(soumise(page, par), par=animateur(), le=timezone.now())
    ),
    "page_a_reprendre": d_une_page(
        lambda page, par: moderation.renvoyer(
            soumise(page, par), par=animateur(), motif="Dites où.", le=timezone.now()
        ),
        'name="title"',
    ),
    "page_reprise": d_une_page(
        lambda page, par: moderation.retirer(soumise(page, par), par=par, le=timezone.now()), a="animation"
    ),
    "page_retiree": d_une_page(
        lambda page, par: vitrines.prevenir_d_une_intervention(page, par=animateur(), motif="Doublon.", retiree=True),
        'name="title"',
    ),
    "page_modifiee": d_une_page(
        lambda page, par: vitrines.prevenir_d_une_intervention(page, par=animateur(), motif="Faute.", retiree=False),
        'name="title"',
    ),
    "relecture_en_retard": d_une_page(
        lambda page, par: soumise(page, par) and relecture.rappeler(le=timezone.now() + timedelta(days=60)),
        a="animation",
    ),
    "correction_demandee": d_une_page(
        lambda page, par: demandes_de_page.demander_correction(
            page.get_parent().specific.structure, par=par, message="Un accent."
        ),
        'name="siret"',
        a="animation",
    ),
    "retrait_demande": d_une_page(
        lambda page, par: demandes_de_page.retirer_du_site(page, par=CompteFactory(), message="Finie."),
        'method="POST"',
        a="animation",
    ),
    "interet_exprime": d_une_page(
        lambda page, par: interets.exprimer(
            page, StructureFactory(), par=CompteFactory(), message="Parlons-en.", le=timezone.now()
        )
    ),
    "signalement_recu": d_une_page(lambda page, par: signale(page)),
    "signalement_animation": d_une_page(lambda page, par: signale(page, "PHOTO"), 'name="reponse"', a="animation"),
    "signalement_corrige": signalement_clos("CORRIGE"),
    "signalement_sans_suite": signalement_clos("SANS_SUITE"),
    "page_a_confirmer": d_une_page(lambda page, par: vieille(page, rappel=False), 'method="post"'),
    "page_a_confirmer_rappel": d_une_page(lambda page, par: vieille(page, rappel=True), 'method="post"'),
    "photo_bientot_retiree": d_une_page(
        lambda page, par: (
            photo(page, jusqu_au=timezone.localdate() + timedelta(days=9)) and consentements.prevenir(le=timezone.now())
        )
    ),
    "photo_retiree": d_une_page(
        lambda page, par: (
            photo(page, jusqu_au=timezone.localdate() - timedelta(days=1)) and consentements.retirer(le=timezone.now())
        )
    ),
}


def d_un_outil(langue: str) -> Lecteur:
    with translation.override(langue):
        send_mail("Sujet", "Texte", None, [PERSONNE])


PROMESSES = {
    f"{salle}.{nom}": promesse
    for salle, promesses in {
        "benevolat": BENEVOLAT,
        "comptes": COMPTES,
        "structures": STRUCTURES,
        "bilans": BILANS,
        "vitrines": VITRINES,
        "portail": {"autre": Promesse(d_un_outil)},
    }.items()
    for nom, promesse in promesses.items()
}


def test_chaque_courriel_du_registre_a_sa_promesse():
    assert set(PROMESSES) == {courriel.cle for courriel in courriels()}


@pytest.mark.parametrize("langue", ["fr", "en"])
@pytest.mark.parametrize("cle", list(PROMESSES))
def test_ce_que_dit_un_courriel_se_fait(cle, langue, client, settings, django_capture_on_commit_callbacks):
    settings.EMAIL_BACKEND = "portal.socle.courrier.porte.Porte"
    settings.PORTAIL_COURRIEL_SERVEUR = "django.core.mail.backends.locmem.EmailBackend"

    with django_capture_on_commit_callbacks(execute=True):
        lectrice = PROMESSES[cle].tenir(langue)

    message = _le_message(cle, langue)
    assert f'<html lang="{langue}">' in message.alternatives[0].content
    if lectrice is not None:
        client.force_login(lectrice)
    page = ""
    for adresse in _liens(message):
        reponse = client.get(adresse.removeprefix(settings.WAGTAILADMIN_BASE_URL), follow=True)
        assert (adresse, reponse.status_code) == (adresse, 200)
        assert "/compte/login/" not in (reponse.redirect_chain or [("", 0)])[-1][0]
        if adresse.startswith(settings.WAGTAILADMIN_BASE_URL) and "/cms/" not in adresse:  # neither a French page
            assert adresse.startswith(f"{settings.WAGTAILADMIN_BASE_URL}/en/") is (langue == "en")
        page += reponse.content.decode()
    assert [acte for acte in PROMESSES[cle].actes if acte not in page] == []


def _le_message(cle: str, langue: str):
    """The mail of this key in this language, found by the number that the log keeps."""
    numeros = set(CourrielEnvoye.objects.filter(gabarit=cle, langue=langue).values_list("identifiant", flat=True))
    messages = [message for message in mail.outbox if message.extra_headers["Message-ID"] in numeros]
    assert messages, f"{cle} did not leave in {langue}"
    return messages[0]


def _liens(message) -> list[str]:
    """Those of the text, the portal's own in the signature apart."""
    corps = message.body.split("\n-- \n")[0]
    return [adresse.rstrip(".,)") for adresse in LIEN.findall(corps)]
