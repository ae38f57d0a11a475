"""What a visitor asks of the directory: words, a place and how far, a département, a public, a type of structure.

The same question makes the list, the map and the open data. An odd value of a list asks for nothing rather than fail;
a place that is not recognised is said, and the rest of the question still answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from django import forms
from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from espace_structures.structures.enums import TypeStructure
from espace_structures.structures.models import AncienNom
from portal.socle.geographie import CHOIX_DEPARTEMENTS, departements_de_la_region
from portal.socle.geographie.communes import Commune
from portal.socle.geographie.distance import cadre, distance_km
from portal.socle.geographie.formulaire import CommuneChamp
from portal.socle.recherche import LONGUEUR_MAX, identifiants

RAYONS = (5, 10, 20, 50)
RAYON = 10
POSITIONS = ("latitude", "longitude", "antennes__latitude", "antennes__longitude")


def choix_departements() -> list[tuple[str, str]]:
    """The départements of the region served."""
    siens = set(departements_de_la_region(settings.PORTAIL_REGION))
    return [(code, libelle) for code, libelle in CHOIX_DEPARTEMENTS if code in siens]


class AnnuaireForm(forms.Form):
    """The search form, read from the address; keeps what was typed."""

    mots = forms.CharField(label=_("Mots"), required=False, max_length=LONGUEUR_MAX)
    lieu = CommuneChamp(label=_("Commune ou code postal"), required=False)
    rayon = forms.TypedChoiceField(
        label=_("À moins de"),
        coerce=int,
        choices=[(rayon, _("%(rayon)d km") % {"rayon": rayon}) for rayon in RAYONS],
    )
    departement = forms.ChoiceField(label=_("Département"), required=False)
    public = forms.ChoiceField(label=_("Public"), required=False)
    type = forms.ChoiceField(
        label=_("Type de structure"), required=False, choices=[("", _("Tous")), *TypeStructure.choices]
    )

    def __init__(self, parametres: QueryDict, *, publics):
        super().__init__(_avec_rayon(parametres), auto_id="%s")
        self.fields["departement"].choices = [("", _("Tous")), *choix_departements()]
        self.fields["public"].choices = [("", _("Tous")), *((public.code, str(public)) for public in publics)]
        for nom, champ in self.fields.items():
            classe = "form-select" if isinstance(champ, forms.ChoiceField) else "form-control"
            champ.widget.attrs.update({"class": f"{classe} is-invalid" if nom in self.errors else classe})


def _avec_rayon(parametres: QueryDict) -> QueryDict:
    """The parameters with a distance of the list: the usual one where none was asked, which the form then shows."""
    if parametres.get("rayon") in map(str, RAYONS):
        return parametres
    complets = parametres.copy()
    complets["rayon"] = str(RAYON)
    return complets


@dataclass(frozen=True)
class FiltreAnnuaire:
    """The question, once read."""

    mots: str = ""
    lieu: Commune | None = None
    rayon: int = RAYON
    departement: str = ""
    public: str = ""
    type: str = ""

    @classmethod
    def de(cls, formulaire: AnnuaireForm) -> FiltreAnnuaire:
        """What the form understood; a field in error asks for nothing."""
        lus = formulaire.cleaned_data
        return cls(
            mots=lus.get("mots", ""),
            lieu=lus.get("lieu"),
            rayon=lus["rayon"],
            departement=lus.get("departement", ""),
            public=lus.get("public", ""),
            type=lus.get("type", ""),
        )

    def __bool__(self) -> bool:
        return bool(self.mots or self.lieu or self.departement or self.public or self.type)

    def trouver(self, fiches, *, preparer):
        """The sheets asked for, as a paginator reads them: nearest first when a place is given, by name otherwise.

        `preparer` fetches what will be shown of them, once it is known which.
        """
        fiches = self._filtrer(fiches)
        if self.lieu is None:
            return preparer(fiches.order_by("title", "pk"))
        return ParDistance(fiches, self.lieu, self.rayon, preparer=preparer)

    def _filtrer(self, fiches):
        if self.mots:
            trouvees = fiches.model.objects.filter(pk__in=identifiants(fiches.model.objects.live(), self.mots))
            anciens = AncienNom.objects.filter(structure=OuterRef("structure"), nom__icontains=self.mots)
            fiches = fiches.filter(Q(translation_key__in=trouvees.values("translation_key")) | Exists(anciens))
        if self.departement:
            fiches = fiches.filter(structure__implantations__departement=self.departement)
        if self.public:
            fiches = fiches.filter(publics__code=self.public)
        if self.type:
            fiches = fiches.filter(structure__type=self.type)
        return fiches


class Position(NamedTuple):
    """Decimal degrees."""

    latitude: float
    longitude: float


class ParDistance:
    """Sheets around a place, nearest first, each with its `distance` in kilometres.

    A structure is as near as its nearest place. Distances are worked out here: the database would do it several times
    for each row, and SQLite slowly. Two queries: the positions in the box, then the sheets of the page shown.
    """

    def __init__(self, fiches, lieu: Commune, rayon: int, *, preparer):
        self._modele, self._preparer = fiches.model, preparer
        boite = cadre(lieu.latitude, lieu.longitude, rayon)
        proches = fiches.filter(boite.filtre() | boite.filtre("antennes__latitude", "antennes__longitude"))
        rangs: dict[int, tuple[float, str]] = {}
        for pk, titre, *positions in proches.order_by().values_list("pk", "title", *POSITIONS):
            for latitude, longitude in (positions[:2], positions[2:]):
                if latitude is None or longitude is None:
                    continue
                distance = distance_km(lieu, Position(latitude, longitude))
                if distance <= rayon and distance <= rangs.get(pk, (distance, ""))[0]:
                    rangs[pk] = (distance, titre)
        self._distances = {pk: rangs[pk][0] for pk in sorted(rangs, key=lambda pk: (*rangs[pk], pk))}

    def __len__(self) -> int:
        return len(self._distances)

    def __getitem__(self, tranche: slice) -> list:
        pks = list(self._distances)[tranche]
        fiches = self._preparer(self._modele.objects.filter(pk__in=pks)).in_bulk()
        for fiche in fiches.values():
            fiche.distance = self._distances[fiche.pk]
        return [fiches[pk] for pk in pks]
