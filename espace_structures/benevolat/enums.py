"""Closed lists of the room: what volunteers say of themselves, and the states of what they go through."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Forme(models.TextChoices):
    """How one helps (domaine.md §1, S29); only the regular form makes a filleul of the bilan."""

    REGULIER = "REGULIER", _("Accompagnement régulier")
    PONCTUEL = "PONCTUEL", _("Coup de main ponctuel")
    IMMERSION = "IMMERSION", _("Accueil en immersion")


class Modalite(models.TextChoices):
    PRESENCE = "PRESENCE", _("En présence")
    DISTANCE = "DISTANCE", _("À distance")
    LES_DEUX = "LES_DEUX", _("En présence ou à distance")


class Situation(models.TextChoices):
    """Rows of table D3 of the bilan (domaine.md §2.2 D3); an empty value is "non renseigné"."""

    EN_ACTIVITE = "EN_ACTIVITE", _("En activité professionnelle")
    RETRAITE = "RETRAITE", _("À la retraite")
    ETUDIANT = "ETUDIANT", _("En études")
    DEMANDEUR = "DEMANDEUR", _("En recherche d’emploi")
    AUTRE = "AUTRE", pgettext_lazy("situation", "Autre situation")


class TrancheAge(models.TextChoices):
    """Rows of table D2 of the bilan; an empty value is "non renseigné"."""

    MOINS_30 = "MOINS_30", _("Moins de 30 ans")
    DE_30_A_44 = "30_44", _("30 à 44 ans")
    DE_45_A_59 = "45_59", _("45 à 59 ans")
    DES_60 = "60_PLUS", _("60 ans et plus")


class Sexe(models.TextChoices):
    """Columns of table D1 of the bilan; an empty value is "non renseigné"."""

    FEMME = "F", _("Femme")
    HOMME = "H", _("Homme")


class Secteur(models.TextChoices):
    """Sections of the French nomenclature of activities (NAF, level A21), as table D6 of the bilan has them."""

    A = "A", _("Agriculture, forêt, pêche")
    B = "B", _("Mines et carrières")
    C = "C", _("Industrie")
    D = "D", _("Énergie")
    E = "E", _("Eau et déchets")
    F = "F", _("Bâtiment et travaux publics")
    G = "G", _("Commerce et réparation automobile")
    H = "H", _("Transport et logistique")
    I = "I", _("Hôtellerie et restauration")  # noqa: E741 - the letter of the nomenclature
    J = "J", _("Informatique, télécoms, médias")
    K = "K", _("Banque et assurance")
    L = "L", _("Immobilier")
    M = "M", _("Conseil, ingénierie, droit, recherche")
    N = "N", _("Services aux entreprises")
    O = "O", _("Administration et défense")  # noqa: E741 - the letter of the nomenclature
    P = "P", _("Enseignement et formation")
    Q = "Q", _("Santé et action sociale")
    R = "R", _("Culture, sport et loisirs")
    S = "S", _("Autres services, associations")
    T = "T", _("Emploi à domicile")
    U = "U", _("Organisations internationales")


class Source(models.TextChoices):
    """How one heard of parrainage."""

    PROCHE = "PROCHE", _("Par quelqu’un que je connais")
    EMPLOYEUR = "EMPLOYEUR", _("Par mon employeur")
    STRUCTURE = "STRUCTURE", _("Par une association ou une mission locale")
    FRANCE_TRAVAIL = "FRANCE_TRAVAIL", _("Par France Travail")
    RESEAUX = "RESEAUX", _("Sur les réseaux sociaux")
    RECHERCHE = "RECHERCHE", _("En cherchant sur internet")
    MEDIA = "MEDIA", _("Dans la presse, à la radio ou à la télévision")
    EVENEMENT = "EVENEMENT", _("Lors d’un événement")
    AUTRE = "AUTRE", pgettext_lazy("source", "Autrement")


class EtatAppel(models.TextChoices):
    BROUILLON = "BROUILLON", _("Brouillon")
    A_RELIRE = "A_RELIRE", _("En relecture")
    PUBLIE = "PUBLIE", _("Publié")
    COMPLET = "COMPLET", _("Complet")
    CLOS = "CLOS", _("Clos")


# Shown to visitors; a full call is still read, and takes people on its waiting list.
ETATS_VISIBLES = (EtatAppel.PUBLIE, EtatAppel.COMPLET)


class RelectureDesAppels(models.TextChoices):
    """Whose calls the animation reads before they appear."""

    AUCUNE = "AUCUNE", _("Aucun appel : tous paraissent aussitôt")
    SAUF_CONFIANCE = "SAUF_CONFIANCE", _("Ceux des structures qui ne publient pas sans modération")
    TOUS = "TOUS", _("Tous les appels")


class EtatCandidature(models.TextChoices):
    A_CONFIRMER = "A_CONFIRMER", _("Adresse à confirmer")
    NOUVELLE = "NOUVELLE", _("Nouvelle")
    CONTACTEE = "CONTACTEE", _("Contactée")
    RENCONTRE_PREVUE = "RENCONTRE_PREVUE", _("Rencontre prévue")
    LISTE_ATTENTE = "LISTE_ATTENTE", _("Sur liste d’attente")
    ACCEPTEE = "ACCEPTEE", pgettext_lazy("candidature", "Acceptée")
    REFUSEE = "REFUSEE", pgettext_lazy("candidature", "Refusée")
    RETIREE = "RETIREE", pgettext_lazy("candidature", "Retirée")
    REORIENTEE = "REORIENTEE", _("Réorientée")


# Waiting for an answer, being followed, and ended.
ETATS_OUVERTS = (
    EtatCandidature.NOUVELLE,
    EtatCandidature.CONTACTEE,
    EtatCandidature.RENCONTRE_PREVUE,
    EtatCandidature.LISTE_ATTENTE,
)
ETATS_EN_COURS = (EtatCandidature.A_CONFIRMER, *ETATS_OUVERTS)
ETATS_TERMINES = (
    EtatCandidature.ACCEPTEE,
    EtatCandidature.REFUSEE,
    EtatCandidature.RETIREE,
    EtatCandidature.REORIENTEE,
)


class MotifRefus(models.TextChoices):
    """Why a structure says no; the candidate reads the words of `metier.courriels`, never the bare code."""

    COMPLET = "COMPLET", _("Nous avons assez de bénévoles en ce moment")
    DISPONIBILITE = "DISPONIBILITE", _("Les disponibilités ne correspondent pas")
    DISTANCE = "DISTANCE", _("Nous sommes trop loin")
    PROFIL = "PROFIL", _("Le domaine ne correspond pas à nos besoins")
    INJOIGNABLE = "INJOIGNABLE", _("Nous n’avons pas réussi à joindre la personne")
    HONORABILITE = "HONORABILITE", _("Une pièce obligatoire manque")
    AUTRE = "AUTRE", pgettext_lazy("motif de refus", "Autre raison")


class MotifRetrait(models.TextChoices):
    """Why a candidate leaves."""

    AILLEURS = "AILLEURS", _("Je m’engage ailleurs")
    TEMPS = "TEMPS", _("Je n’ai plus le temps")
    REPONSE = "REPONSE", _("Je n’ai pas eu de réponse")
    ATTENTES = "ATTENTES", _("Ce n’est pas ce que j’imaginais")
    PERSONNEL = "PERSONNEL", _("Pour une raison personnelle")
    AUTRE = "AUTRE", pgettext_lazy("motif de retrait", "Pour une autre raison")


class Auteur(models.TextChoices):
    """Who wrote a message of a file."""

    STRUCTURE = "STRUCTURE", _("La structure")
    CANDIDAT = "CANDIDAT", _("La candidate ou le candidat")


class Honorabilite(models.TextChoices):
    """What was seen (domaine.md §7): never the document itself. The first alone holds for child protection."""

    ATTESTATION = "ATTESTATION", _("Attestation d’honorabilité")
    BULLETIN_3 = "BULLETIN_3", _("Bulletin n° 3 vu à l’écran ou sur papier")


class StatutEngagement(models.TextChoices):
    ACTIF = "ACTIF", pgettext_lazy("engagement", "Actif")
    EN_PAUSE = "EN_PAUSE", _("En pause")
    SORTI = "SORTI", pgettext_lazy("engagement", "Terminé")


class MotifSortie(models.TextChoices):
    """Why a volunteer stops."""

    TEMPS = "TEMPS", _("Manque de temps")
    DEMENAGEMENT = "DEMENAGEMENT", _("Déménagement")
    SANTE = "SANTE", _("Santé")
    EMPLOI = "EMPLOI", _("Changement professionnel")
    AILLEURS = "AILLEURS", _("Engagement dans une autre structure")
    INSATISFACTION = "INSATISFACTION", _("L’accompagnement ne convenait pas")
    STRUCTURE = "STRUCTURE", _("Fin décidée par la structure")
    AUTRE = "AUTRE", pgettext_lazy("motif de sortie", "Autre raison")


class Reponse(models.TextChoices):
    """What a volunteer answers when a season ends."""

    CONTINUE = "CONTINUE", _("Je continue")
    PAUSE = "PAUSE", _("Je fais une pause")
    ARRET = "ARRET", _("J’arrête")


# What the links of a mail ask for.
CHOIX_DE_REPONSE = {"continue": Reponse.CONTINUE, "pause": Reponse.PAUSE, "arret": Reponse.ARRET}


class CanalReponse(models.TextChoices):
    LIEN = "LIEN", _("Par le lien du courriel")
    STRUCTURE = "STRUCTURE", _("Notée par la structure")


class OrigineEngagement(models.TextChoices):
    CANDIDATURE = "CANDIDATURE", _("Candidature sur le portail")
    IMPORT = "IMPORT", _("Liste importée par la structure")
    SAISIE = "SAISIE", _("Ajout par la structure")


class EtatEntreprise(models.TextChoices):
    A_CONFIRMER = "A_CONFIRMER", _("Adresse à confirmer")
    ACTIVE = "ACTIVE", pgettext_lazy("entreprise", "Engagée")
    CLOSE = "CLOSE", pgettext_lazy("entreprise", "Terminée")


class Mesure(models.TextChoices):
    """What an anonymous counter counts, once the file that it comes from is erased."""

    CANDIDATURE = "CANDIDATURE", _("Candidatures reçues")
    REPONDUE = "REPONDUE", _("Candidatures répondues")
    ACCEPTEE = "ACCEPTEE", _("Candidatures acceptées")
    MOBILISE = "MOBILISE", _("Bénévoles mobilisés dans l’année")
    NOUVEAU = "NOUVEAU", _("Nouveaux dans l’année")
    SORTI = "SORTI", _("Sortis dans l’année")


class Consultation(models.TextChoices):
    """What somebody did with a volunteer's file."""

    LIRE = "LIRE", _("Dossier ouvert")
    ECRIRE = "ECRIRE", _("Dossier modifié")
    EXPORTER = "EXPORTER", _("Dossier exporté dans une liste")
    FUSIONNER = "FUSIONNER", _("Dossiers réunis")
