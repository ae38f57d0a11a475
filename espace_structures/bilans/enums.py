"""Closed lists of the room: types of answers, kinds of rules, states of a bilan."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TypeReponse(models.TextChoices):
    """What a cell holds. Only counts and amounts are added up in a consolidation."""

    EFFECTIF = "effectif", _("Effectif (nombre entier)")
    MONTANT = "montant", _("Montant en euros")
    DECIMAL = "decimal", _("Nombre décimal")
    POURCENTAGE = "pourcentage", _("Pourcentage")
    TEXTE = "texte", _("Texte")
    CHOIX = "choix", _("Choix dans une liste")
    DATE = "date", _("Date")


TYPES_NUMERIQUES = frozenset({TypeReponse.EFFECTIF, TypeReponse.MONTANT, TypeReponse.DECIMAL, TypeReponse.POURCENTAGE})
TYPES_ADDITIFS = frozenset({TypeReponse.EFFECTIF, TypeReponse.MONTANT})


class GenreElement(models.TextChoices):
    """What stands in a section: a table or a single question."""

    TABLEAU = "tableau", _("Tableau")
    QUESTION = "question", _("Question")


class GenreRegle(models.TextChoices):
    """The closed set of coherence rules (domaine.md §2.3 says which rule of the field is of which kind)."""

    PARTITION = "partition", _("Des parties dont la somme égale un total")
    INCLUSION = "inclusion", _("Une partie au plus égale au tout")
    FLUX = "flux", _("Un stock de départ égal au stock d’arrivée de l’exercice précédent")
    REQUIS_SI = "requis_si", _("Une réponse requise si une autre est positive")
    INTERVALLE = "intervalle", _("Une valeur entre deux bornes")
    RATIO = "ratio", _("Un rapport entre deux bornes")
    EVOLUTION = "evolution", _("Une évolution limitée par rapport à l’exercice précédent")
    CONCENTRATION = "concentration", _("Pas tout dans une seule case")
    MENTION = "mention", _("Une mention affichée avec les résultats")


class Severite(models.TextChoices):
    """A blocking anomaly stops sending; one to justify asks for a sentence; an information only shows."""

    BLOQUANTE = "bloquante", _("Bloquante")
    A_JUSTIFIER = "a_justifier", _("À justifier")
    INFORMATION = "information", _("Information")


class Portee(models.TextChoices):
    """On what a rule looks: each département sheet, or the sum of the sheets of the bilan."""

    FEUILLE = "feuille", _("Chaque feuille départementale")
    BILAN = "bilan", _("L’ensemble du bilan")


class FormatIndicateur(models.TextChoices):
    POURCENTAGE = "pourcentage", _("Pourcentage")
    MONTANT = "montant", _("Montant en euros")
    DECIMAL = "decimal", _("Nombre décimal")


class EtatBilan(models.TextChoices):
    """The road of a bilan. Labels here are neutral; `libelles.py` adapts them to each audience."""

    A_SAISIR = "a_saisir", _("À saisir")
    EN_COURS = "en_cours", _("En cours de saisie")
    TRANSMIS = "transmis", _("Transmis")
    A_COMPLETER = "a_completer", _("À compléter")
    VALIDE = "valide", _("Validé")


ETATS_MODIFIABLES = frozenset({EtatBilan.A_SAISIR, EtatBilan.EN_COURS, EtatBilan.A_COMPLETER})
# What a funder may open: a bilan that has been sent at least once.
ETATS_LUS_PAR_FINANCEUR = frozenset({EtatBilan.TRANSMIS, EtatBilan.A_COMPLETER, EtatBilan.VALIDE})
