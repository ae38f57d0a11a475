"""What a visitor asks of the calls: words, a place and how far, a département, a form, a sector, a public, remote.

An odd value asks for nothing rather than fail; a place that is not recognised is said, and the rest still answers.
"""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from espace_structures.vitrines.recherche.annuaire import RAYON, RAYONS, Position, choix_departements
from portal.socle.entrees.textes import normaliser
from portal.socle.geographie.communes import Commune
from portal.socle.geographie.distance import distance_km
from portal.socle.geographie.formulaire import CommuneChamp
from portal.socle.recherche import LONGUEUR_MAX

from ..enums import Forme, Modalite, Secteur

TOUS = ("", _("Tous"))
TOUTES = ("", _("Toutes"))
LUS = ("pk", "titre", "besoin", "structure__nom", "modalite", "latitude", "longitude")


class AppelsForm(forms.Form):
    """The search form, read from the address; keeps what was typed."""

    lieu = CommuneChamp(label=_("Commune ou code postal"), required=False)
    rayon = forms.TypedChoiceField(
        label=_("À moins de"),
        coerce=int,
        choices=[(rayon, _("%(rayon)d km") % {"rayon": rayon}) for rayon in RAYONS],
    )
    mots = forms.CharField(label=_("Mots"), required=False, max_length=LONGUEUR_MAX)
    departement = forms.ChoiceField(label=_("Département"), required=False)
    forme = forms.ChoiceField(label=_("Forme"), required=False, choices=[TOUTES, *Forme.choices])
    secteur = forms.ChoiceField(label=_("Votre secteur"), required=False, choices=[TOUS, *Secteur.choices])
    public = forms.ChoiceField(label=_("Public"), required=False)
    modalite = forms.ChoiceField(
        label=_("Présence ou distance"),
        required=False,
        choices=[TOUTES, (Modalite.PRESENCE, _("En présence")), (Modalite.DISTANCE, _("À distance"))],
    )

    def __init__(self, parametres: QueryDict, *, publics):
        super().__init__(_avec_rayon(parametres), auto_id="%s")
        self.fields["departement"].choices = [TOUS, *choix_departements()]
        self.fields["public"].choices = [TOUS, *((public.code, str(public)) for public in publics)]
        for nom, champ in self.fields.items():
            classe = "form-select" if isinstance(champ, forms.ChoiceField) else "form-control"
            champ.widget.attrs.update({"class": f"{classe} is-invalid" if nom in self.errors else classe})


def _avec_rayon(parametres: QueryDict) -> QueryDict:
    """The parameters with a distance of the list, which the form then shows."""
    if parametres.get("rayon") in map(str, RAYONS):
        return parametres
    complets = parametres.copy()
    complets["rayon"] = str(RAYON)
    return complets


@dataclass(frozen=True)
class FiltreAppels:
    """The question, once read."""

    mots: str = ""
    lieu: Commune | None = None
    rayon: int = RAYON
    departement: str = ""
    forme: str = ""
    secteur: str = ""
    public: str = ""
    modalite: str = ""

    @classmethod
    def de(cls, formulaire: AppelsForm) -> FiltreAppels:
        """What the form understood; a field in error asks for nothing."""
        lus = formulaire.cleaned_data
        choix = ("departement", "forme", "secteur", "public", "modalite")
        return cls(
            mots=lus.get("mots", ""),
            lieu=lus.get("lieu"),
            rayon=lus["rayon"],
            **{nom: lus.get(nom, "") for nom in choix},
        )

    def __bool__(self) -> bool:
        choix = (self.mots, self.lieu, self.departement, self.forme, self.secteur, self.public, self.modalite)
        return any(choix)

    def trouver(self, appels) -> AppelsTrouves:
        """The calls asked for: nearest first when a place is given, those done at a distance after; else the latest."""
        if self.departement:
            appels = appels.filter(departement=self.departement)
        if self.forme:
            appels = appels.filter(forme=self.forme)
        if self.modalite:
            appels = appels.filter(modalite__in=(self.modalite, Modalite.LES_DEUX))
        if self.public:
            appels = appels.filter(publics__code=self.public)
        if self.secteur:  # a call that names no sector welcomes all
            appels = appels.filter(Q(secteurs__secteur=self.secteur) | Q(secteurs__isnull=True))
        return AppelsTrouves(appels, self)


class AppelsTrouves:
    """Calls as a paginator reads them, each with its `distance` in kilometres, None without a place.

    One query for what is compared (a region publishes hundreds of calls, not thousands), then those of the page shown.
    """

    def __init__(self, appels, filtre: FiltreAppels):
        self._modele = appels.model
        voulus = normaliser(filtre.mots).split()
        rangs: list[tuple[tuple[float, int], int, float | None]] = []
        lus = appels.order_by("-publie_le", "-pk").distinct().values_list(*LUS, "publie_le")
        for ordre, (pk, titre, besoin, structure, modalite, latitude, longitude, _publie) in enumerate(lus):
            texte = normaliser(f"{titre} {besoin} {structure}")
            if not all(mot in texte for mot in voulus):
                continue
            if filtre.lieu is None:
                rangs.append(((0, ordre), pk, None))
                continue
            distance = distance_km(filtre.lieu, Position(latitude, longitude))
            if modalite == Modalite.DISTANCE:
                rangs.append(((float("inf"), ordre), pk, None))
            elif distance <= filtre.rayon:
                rangs.append(((distance, ordre), pk, distance))
        self._distances = {pk: distance for _rang, pk, distance in sorted(rangs, key=lambda rang: rang[0])}

    def __len__(self) -> int:
        return len(self._distances)

    def __getitem__(self, tranche: slice) -> list:
        pks = list(self._distances)[tranche]
        appels = self._modele.objects.filter(pk__in=pks).pour_cartes().in_bulk() if pks else {}
        for appel in appels.values():
            appel.distance = self._distances[appel.pk]
        return [appels[pk] for pk in pks if pk in appels]
