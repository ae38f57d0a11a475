"""What a visitor asks of the calls: words, a place and how far, a département, a form, a sector, a public, remote.

An odd value asks for nothing rather than fail; a place that is not recognised is said, and the rest still answers.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from espace_structures.vitrines.recherche.annuaire import RAYON, AutourDUnLieu, Position, choix_departements
from portal.socle.entrees.textes import normaliser
from portal.socle.filtres import Critere, Mots
from portal.socle.geographie.communes import Commune
from portal.socle.geographie.distance import distance_km

from ..enums import Forme, Modalite, Secteur

TOUS = ("", _("Tous"))
TOUTES = ("", _("Toutes"))
LUS = ("pk", "titre", "besoin", "structure__nom", "modalite", "latitude", "longitude")


class FiltreAppels(AutourDUnLieu):
    """The question asked of the calls. `publics`: those that one chooses from."""

    mots = Critere(Mots, label=_("Mots"))
    departement = Critere(forms.ChoiceField, label=_("Département"), method="situer")
    forme = Critere(forms.ChoiceField, label=_("Forme"), method="former", choices=[TOUTES, *Forme.choices])
    modalite = Critere(
        forms.ChoiceField,
        label=_("Présence ou distance"),
        method="eloigner",
        choices=[TOUTES, (Modalite.PRESENCE, _("En présence")), (Modalite.DISTANCE, _("À distance"))],
    )
    secteur = Critere(
        forms.ChoiceField, label=_("Votre secteur"), method="accueillir", choices=[TOUS, *Secteur.choices]
    )
    public = Critere(forms.ChoiceField, label=_("Public"), method="choisir_public")

    def __init__(self, parametres: Any, appels, *, publics):
        super().__init__(parametres, appels)
        self.proposer("departement", choix_departements(), vide=_("Tous"))
        self.proposer("public", ((public.code, str(public)) for public in publics), vide=_("Tous"))

    def trouver(self) -> AppelsTrouves:
        """The calls asked for: nearest first when a place is given, those done at a distance after; else the latest."""
        return AppelsTrouves(self.qs, self.lus["mots"], self.lus["lieu"] or None, self.lus["rayon"])

    def situer(self, appels, _champ: str, departement: str):
        return appels.filter(departement=departement)

    def former(self, appels, _champ: str, forme: str):
        return appels.filter(forme=forme)

    def eloigner(self, appels, _champ: str, modalite: str):
        return appels.filter(modalite__in=(modalite, Modalite.LES_DEUX))

    def accueillir(self, appels, _champ: str, secteur: str):
        """A call that names no sector welcomes all."""
        return appels.filter(Q(secteurs__secteur=secteur) | Q(secteurs__isnull=True))

    def choisir_public(self, appels, _champ: str, public: str):
        return appels.filter(publics__code=public)


class AppelsTrouves:
    """Calls as a paginator reads them, each with its `distance` in kilometres, None without a place.

    One query for what is compared (a region publishes hundreds of calls, not thousands), then those of the page shown.
    """

    def __init__(self, appels, mots: str, lieu: Commune | None = None, rayon: int = RAYON):
        self._modele = appels.model
        voulus = normaliser(mots).split()
        rangs: list[tuple[tuple[float, int], int, float | None]] = []
        lus = appels.order_by("-publie_le", "-pk").distinct().values_list(*LUS, "publie_le")
        for ordre, (pk, titre, besoin, structure, modalite, latitude, longitude, _publie) in enumerate(lus):
            texte = normaliser(f"{titre} {besoin} {structure}")
            if not all(mot in texte for mot in voulus):
                continue
            if lieu is None:
                rangs.append(((0, ordre), pk, None))
                continue
            distance = distance_km(lieu, Position(latitude, longitude))
            if modalite == Modalite.DISTANCE:
                rangs.append(((float("inf"), ordre), pk, None))
            elif distance <= rayon:
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
