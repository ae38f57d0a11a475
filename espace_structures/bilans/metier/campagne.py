"""The next campaign and the next trame, from those of this year: a copy that one only has to read over."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from portal.socle.dates import plus_mois

from ..models import Campagne, Trame

_ANNEE = re.compile(r"^(?P<racine>.*?)-(?P<annee>\d{4})$")


def prochaine(campagne: Campagne) -> Campagne:
    """The campaign of the first exercice without one after this one, same trame, dates as many years later. Unsaved."""
    pris = set(Campagne.objects.filter(exercice__gt=campagne.exercice).values_list("exercice", flat=True))
    suivante = Campagne(
        exercice=campagne.exercice,
        trame_id=campagne.trame_id,
        ouvre_le=campagne.ouvre_le,
        envoi_jusqu_au=campagne.envoi_jusqu_au,
        examen_jusqu_au=campagne.examen_jusqu_au,
    )
    while suivante.exercice == campagne.exercice or suivante.exercice in pris:
        suivante.exercice += 1
        suivante.ouvre_le = plus_mois(suivante.ouvre_le, 12)
        suivante.envoi_jusqu_au = plus_mois(suivante.envoi_jusqu_au, 12)
        suivante.examen_jusqu_au = plus_mois(suivante.examen_jusqu_au, 12)
    return suivante


def renommer_pour_la_suite(trame: Trame, *, annee: int) -> None:
    """Give a copied trame a code and a title of its own: the year after its own, else this one. Saves nothing."""
    trouve = _ANNEE.match(trame.code)
    racine = trouve["racine"] if trouve else trame.code
    pris = set(Trame.objects.values_list("code", flat=True))
    annee = int(trouve["annee"]) + 1 if trouve else annee
    while f"{racine}-{annee}" in pris:
        annee += 1
    trame.code = f"{racine}-{annee}"
    titre = re.sub(r"\s*\(\d{4}\)$", "", trame.titre)
    trame.titre = _("%(titre)s (%(annee)s)") % {"titre": titre, "annee": annee}
