"""What somebody said of the columns of their files: said once, remembered."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _


class CorrespondanceDeColonne(models.Model):
    """A heading of a file, and the column it is in an import; an empty code: not read."""

    genre = models.CharField(_("import"), max_length=50)
    detenteur = models.CharField(_("pour qui"), max_length=50)
    entete = models.CharField(_("intitulé replié"), max_length=160)
    code = models.CharField(_("colonne"), max_length=50, blank=True)

    class Meta:
        app_label = "socle"
        verbose_name = _("correspondance de colonne")
        verbose_name_plural = _("correspondances de colonnes")
        ordering = ["genre", "detenteur", "entete"]
        constraints = [
            models.UniqueConstraint(
                fields=["genre", "detenteur", "entete"],
                name="socle_colonne_dite_une_fois",
                violation_error_message=_("Cet intitulé a déjà une colonne."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.entete} → {self.code or '–'}"


def memoire(genre: str, detenteur: str) -> dict[str, str]:
    """What was said, by folded heading."""
    return dict(CorrespondanceDeColonne.objects.filter(genre=genre, detenteur=detenteur).values_list("entete", "code"))


def retenir(genre: str, detenteur: str, dites: Mapping[str, str]) -> None:
    """Keep what was said of these headings."""
    CorrespondanceDeColonne.objects.bulk_create(
        (
            CorrespondanceDeColonne(genre=genre, detenteur=detenteur, entete=entete, code=code)
            for entete, code in dites.items()
        ),
        update_conflicts=True,
        unique_fields=["genre", "detenteur", "entete"],
        update_fields=["code"],
    )
