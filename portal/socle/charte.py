"""The living style guide: every component of the design, in use, with the real style sheets."""

from types import SimpleNamespace

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.images import get_image_model

from .filtres import Annee, Case, Critere, Filtres, Mots
from .formulaires import EntierField
from .geographie.formulaire import CommuneChamp

ETATS_BILAN = {
    "a_saisir": gettext_lazy("À saisir"),
    "en_cours": gettext_lazy("En cours de saisie"),
    "transmis": gettext_lazy("Transmis"),
    "a_completer": gettext_lazy("À compléter"),
    "valide": gettext_lazy("Validé"),
}
ETATS_APPEL = {
    "a_venir": gettext_lazy("À venir"),
    "ouvert": gettext_lazy("Ouvert"),
    "bientot_clos": gettext_lazy("Clôt bientôt"),
    "clos": gettext_lazy("Clos"),
}
# Name of the token, what it is for: the swatches of the page.
COULEURS = {
    "papier": gettext_lazy("papier"),
    "sable": gettext_lazy("sable"),
    "encre": gettext_lazy("encre"),
    "encre-douce": gettext_lazy("encre douce"),
    "primaire": gettext_lazy("le chemin du bénévole"),
    "accent": gettext_lazy("l’action"),
    "soleil": gettext_lazy("la rencontre"),
    "fait": gettext_lazy("fait"),
    "attention": gettext_lazy("attention"),
    "info": gettext_lazy("information"),
    "erreur": gettext_lazy("erreur"),
}
PICTOS = [
    "accueil",
    "aide",
    "attention",
    "bilan",
    "cadenas",
    "calendrier",
    "coche",
    "consolidation",
    "courriel",
    "deconnexion",
    "document",
    "edition",
    "erreur",
    "fermer",
    "financeur",
    "fleche",
    "fleche-gauche",
    "horloge",
    "imprimer",
    "info",
    "langue",
    "lieu",
    "lune",
    "menu",
    "paire",
    "personne",
    "recherche",
    "rss",
    "soleil",
    "structure",
    "succes",
    "telecharger",
    "telephone",
]


class FormulaireModele(forms.Form):
    """One field of each kind, one of them wrong."""

    nom = forms.CharField(label=gettext_lazy("Nom de la structure"), help_text=gettext_lazy("Tel qu’au répertoire."))
    departement = forms.ChoiceField(
        label=gettext_lazy("Département"), choices=[("75", "75 – Paris"), ("93", "93 – Seine-Saint-Denis")]
    )
    commune = CommuneChamp(label=gettext_lazy("Commune"))
    entrants = EntierField(label=gettext_lazy("Entrants de l’année"), required=True)
    deroulement = forms.CharField(label=gettext_lazy("Déroulement"), widget=forms.Textarea, required=False)
    nature = forms.ChoiceField(
        label=gettext_lazy("Nature de l’action"),
        widget=forms.RadioSelect,
        choices=[("vers", gettext_lazy("Vers l’emploi")), ("dans", gettext_lazy("Dans l’emploi"))],
    )
    accord = forms.BooleanField(label=gettext_lazy("Les chiffres sont définitifs"), required=False)

    @property
    def helper(self):
        aide = FormHelper()
        aide.form_tag = False
        aide.disable_csrf = True
        return aide


class FiltresModele(Filtres):
    """What is asked of a list: one criterion of each kind."""

    mots = Critere(Mots, label=gettext_lazy("Mots"))
    annee = Critere(Annee, label=gettext_lazy("Année"))
    retard = Critere(forms.BooleanField, label=gettext_lazy("En retard seulement"), widget=Case)


def action_modele() -> SimpleNamespace:
    """What the card of an action shows, without a page: the ground knows no room."""
    return SimpleNamespace(
        url="#cartes",
        title=_("Un café, un métier"),
        nom_structure=_("Mission locale"),
        but=_("Chaque jeudi, une personne raconte son métier autour d’un café."),
        periode=_("Depuis mars 2026"),
        locale=SimpleNamespace(language_code=get_language()),
        photo_de_carte=None,
        departements=SimpleNamespace(all=["Seine-Saint-Denis"]),
    )


def charte(request: HttpRequest) -> HttpResponse:
    """The page of the style guide; being an address of the back office, it asks for the right to enter it."""
    messages.success(request, _("Votre saisie est enregistrée."))
    formulaire = FormulaireModele(
        {
            "nom": _("Mission locale"),
            "departement": "75",
            "commune": "Saint-Denis",
            "entrants": "douze",
            "nature": "vers",
        }
    )
    filtre = FiltresModele(QueryDict("annee=2026"), get_image_model().objects.none())
    filtre.proposer("annee", [(2026, "2026"), (2025, "2025")], vide=_("Toutes"))
    contexte = {
        "couleurs": COULEURS,
        "pictos": PICTOS,
        "etats_bilan": ETATS_BILAN,
        "etats_appel": ETATS_APPEL,
        "formulaire": formulaire,
        "filtre": filtre,
        "action": action_modele(),
        "fil": [
            {"titre": _("Accueil"), "url": "/"},
            {"titre": _("Actualités"), "url": "#fil"},
            {"titre": _("Deuxième appel à projets"), "url": ""},
        ],
        "onglets": [
            {"titre": _("Paris"), "url": "#onglets", "courant": True},
            {"titre": _("Seine-Saint-Denis"), "url": "#onglets", "courant": False},
        ],
        "page_obj": Paginator(range(90), 10).get_page(4),
        "etapes": [
            {"titre": _("Je me présente"), "texte": _("Une structure près de chez vous vous reçoit.")},
            {"titre": _("Je suis formé·e"), "texte": _("Une demi-journée pour trouver la bonne posture.")},
            {"titre": _("Je rencontre mon ou ma filleul·e"), "texte": _("Deux rencontres par mois, six mois.")},
        ],
        # The latest picture of the library, when there is one.
        "photo": get_image_model().objects.order_by("-pk").first(),
        "avancees": [(0, 8), (3, 8), (7, 8), (8, 8)],
        "langues": [
            SimpleNamespace(code="fr", nom="français", url="#langues", courante=True),
            SimpleNamespace(code="en", nom="English", url="#langues", courante=False),
        ],
    }
    return render(request, "socle/charte.html", contexte)
