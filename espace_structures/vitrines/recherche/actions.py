"""What a reader asks of the gallery."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.socle.filtres import Annee, Critere, Filtres, Mots
from portal.socle.geographie import DEPARTEMENTS
from portal.socle.recherche import identifiants

from ..querysets import ActionPageQuerySet


class FiltreActions(Filtres):
    """Words, département, public and year: ?mots=entretien&departement=93&public=jeunes-26&annee=2026."""

    mots = Critere(Mots, label=_("Mots"), method="chercher")
    departement = Critere(label=_("Département"), method="situer", widget=forms.Select)
    public = Critere(label=_("Public"), method="choisir_public", widget=forms.Select)
    annee = Critere(Annee, label=_("Année"), method="dater")

    def chercher(self, actions: ActionPageQuerySet, _champ: str, mots: str) -> ActionPageQuerySet:
        """Words are looked for in every language, in one query."""
        trouvees = actions.model.objects.filter(pk__in=identifiants(actions.model.objects.live(), mots))
        return actions.filter(translation_key__in=trouvees.values("translation_key"))

    def situer(self, actions: ActionPageQuerySet, _champ: str, departement: str) -> ActionPageQuerySet:
        return actions.du_departement(departement) if departement in DEPARTEMENTS else actions

    def choisir_public(self, actions: ActionPageQuerySet, _champ: str, public: str) -> ActionPageQuerySet:
        return actions.du_public(public)

    def dater(self, actions: ActionPageQuerySet, _champ: str, annee: int) -> ActionPageQuerySet:
        return actions.de_annee(annee)
