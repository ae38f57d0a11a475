"""What a visitor asks of the directory: words, a place and how far, a département, a public, a type of structure.

The same question makes the list, the map and the open data. An odd value of a list asks for nothing rather than fail;
a place that is not recognised is said, and the rest of the question still answers.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django import forms
from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from espace_structures.structures.enums import TypeStructure
from espace_structures.structures.models import AncienNom
from portal.socle.filtres import Critere, Filtres, Mots
from portal.socle.geographie import CHOIX_DEPARTEMENTS, departements_de_la_region
from portal.socle.geographie.communes import Commune
from portal.socle.geographie.distance import cadre, distance_km
from portal.socle.geographie.formulaire import CommuneChamp
from portal.socle.recherche import identifiants

RAYONS = (5, 10, 20, 50)
RAYON = 10
POSITIONS = ("latitude", "longitude", "antennes__latitude", "antennes__longitude")


def choix_departements() -> list[tuple[str, str]]:
    """The départements of the region served."""
    siens = set(departements_de_la_region(settings.PORTAIL_REGION))
    return [(code, libelle) for code, libelle in CHOIX_DEPARTEMENTS if code in siens]


class AutourDUnLieu(Filtres):
    """A place and how far around: the criteria that lists on a map share. A place not recognised is said."""

    usuels = {"rayon": str(RAYON)}

    lieu = Critere(CommuneChamp, label=_("Commune ou code postal"))
    rayon = Critere(
        forms.TypedChoiceField,
        label=_("À moins de"),
        coerce=int,
        choices=[(rayon, _("%(rayon)d km") % {"rayon": rayon}) for rayon in RAYONS],
    )


class FiltreAnnuaire(AutourDUnLieu):
    """The question asked of the directory. `publics`: those that one chooses from."""

    mots = Critere(Mots, label=_("Mots"), method="chercher")
    departement = Critere(forms.ChoiceField, label=_("Département"), method="situer")
    public = Critere(forms.ChoiceField, label=_("Public"), method="choisir_public")
    type = Critere(
        forms.ChoiceField,
        label=_("Type de structure"),
        method="choisir_type",
        choices=[("", _("Tous")), *TypeStructure.choices],
    )

    def __init__(self, parametres: Any, fiches, *, publics):
        super().__init__(parametres, fiches)
        self.proposer("departement", choix_departements(), vide=_("Tous"))
        self.proposer("public", ((public.code, str(public)) for public in publics), vide=_("Tous"))

    def trouver(self, *, preparer):
        """The sheets asked for, as a paginator reads them: nearest first when a place is given, by name otherwise.

        `preparer` fetches what will be shown of them, once it is known which.
        """
        if not self.lus["lieu"]:
            return preparer(self.qs.order_by("title", "pk"))
        return ParDistance(self.qs, self.lus["lieu"], self.lus["rayon"], preparer=preparer)

    def chercher(self, fiches, _champ: str, mots: str):
        trouvees = fiches.model.objects.filter(pk__in=identifiants(fiches.model.objects.live(), mots))
        anciens = AncienNom.objects.filter(structure=OuterRef("structure"), nom__icontains=mots)
        return fiches.filter(Q(translation_key__in=trouvees.values("translation_key")) | Exists(anciens))

    def situer(self, fiches, _champ: str, departement: str):
        return fiches.filter(structure__implantations__departement=departement)

    def choisir_public(self, fiches, _champ: str, public: str):
        return fiches.filter(publics__code=public)

    def choisir_type(self, fiches, _champ: str, type_: str):
        return fiches.filter(structure__type=type_)


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
