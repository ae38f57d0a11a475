"""What the public page of an action shows, and what its card shows."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.functional import cached_property

from ..querysets import dans_la_langue
from .fiche import FichePage
from .periode import dire_la_periode
from .verification import VerifieeMixin

NOMBRE_DE_PROCHES = 3


class ActionMontree(VerifieeMixin):
    """The context of an action. A picture is shown as long as those whom it shows consent, whatever the job did."""

    def est_terminee(self, le: date) -> bool:
        return self.fin is not None and self.fin < le

    @property
    def periode(self) -> str:
        """When it takes place, as a sentence of today."""
        return dire_la_periode(self.debut, self.fin, le=timezone.localdate())

    @cached_property
    def _photos(self) -> list:
        """Every picture of the page with what is drawn of it, shown or not."""
        return list(self.photos.select_related("image").prefetch_related("image__renditions"))

    def photos_du_jour(self, le: date) -> list:
        """Pictures that may be shown on a day; those that `photographiees` fetched, when it did."""
        lues = getattr(self, "photos_montrables", None)
        return [photo for photo in (self._photos if lues is None else lues) if photo.est_montrable(le)]

    @property
    def photo_de_carte(self):
        """The picture of the card, or None."""
        return next(iter(self.photos_du_jour(timezone.localdate())), None)

    @property
    def image_de_partage(self):
        """The picture chosen for social cards, else the first that may be shown; never one whose consent ended."""
        le = timezone.localdate()
        interdites = {photo.image_id for photo in self._photos if not photo.est_montrable(le)}
        if self.image_sociale is not None and self.image_sociale_id not in interdites:
            return self.image_sociale
        premiere = self.photo_de_carte
        return premiere.image if premiere else None

    def fiche(self) -> FichePage | None:
        """The sheet of the structure that carries the action."""
        chemin = self.path[: -self.steplen]
        return FichePage.objects.select_related("structure", "logo").filter(path=chemin).first()

    def proches(self, publics: list, departements: list, *, le: date) -> list:
        """Other actions for one of these publics or in one of these départements, the latest first."""
        codes = [ligne.departement for ligne in departements]
        autres = type(self).objects.live().sources().exclude(translation_key=self.translation_key)
        autres = autres.de_structures_actives().proches([public.pk for public in publics], codes).pour_cartes(le)
        return dans_la_langue(
            list(autres[:NOMBRE_DE_PROCHES]), self.langue, preparer=lambda pages: pages.pour_cartes(le)
        )

    def get_context(self, request, *args, **kwargs):
        le = timezone.localdate()
        parue = self.last_published_at
        publics, departements = list(self.publics.all()), list(self.departements.all())
        return super().get_context(request, *args, **kwargs) | {
            "fiche": self.fiche(),
            "photos": self.photos_du_jour(le),
            "chiffres": list(self.chiffres.all()),
            "temoignages": list(self.temoignages.all()),
            "publics": publics,
            "departements": departements,
            "proches": self.proches(publics, departements, le=le),
            "mise_a_jour": timezone.localdate(parue) if parue else None,
            "est_perimee": not self.est_terminee(le) and self.est_perimee(le),
        }
