"""The questions people ask of campaigns and bilans. `visibles_par` is the twin of the right "voir" of `droits.py`."""

from __future__ import annotations

from collections.abc import Callable

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from espace_structures.structures.appartenances import Appartenances, departements_du_financeur
from espace_structures.structures.enums import PerimetreFinanceur
from espace_structures.structures.models import Convention

from .enums import ETATS_LUS_PAR_FINANCEUR


class CampagneQuerySet(models.QuerySet):
    def gelees(self):
        """Campaigns that have been opened: their trame is frozen, their bilans exist."""
        return self.filter(ouverte_le__isnull=False)

    def en_saisie(self, jour=None):
        """Campaigns whose entry is open that day, extensions apart (default: today in Paris)."""
        jour = jour or timezone.localdate()
        return self.gelees().filter(ouvre_le__lte=jour, envoi_jusqu_au__gte=jour)


def feuilles_des_financeurs(financeurs) -> Q:
    """Filter on Feuille: a funder bounded by départements counts its own sheets of a bilan, not the others."""
    return _perimetre(financeurs, "bilan__", lambda codes: Q(departement__in=codes))


def _perimetre(financeurs, bilan: str, par_departements: Callable[[list[str]], Q]) -> Q:
    """The scope of funders, over rows whose bilan is at the end of `bilan`: the region, départements, conventions."""
    filtre = Q(pk__in=[])
    for financeur in financeurs:
        if financeur.perimetre == PerimetreFinanceur.REGION:
            return ~Q(pk__in=[])  # everything; an empty Q() would vanish from an "or"
        codes = departements_du_financeur(financeur)
        if codes is not None:
            filtre |= par_departements(codes)
        else:
            conventions = Convention.objects.filter(
                financeur=financeur,
                structure=OuterRef(f"{bilan}structure"),
                exercice=OuterRef(f"{bilan}campagne__exercice"),
            )
            filtre |= Q(Exists(conventions))
    return filtre


class BilanQuerySet(models.QuerySet):
    def dans_perimetre(self, financeurs):
        """Bilans in the scope of these funders, whatever their state: what a funder counts and follows."""
        return self.filter(self._perimetre_de(financeurs))

    def visibles_par(self, compte):
        """Bilans that this account may open: its structures', those sent to its funders, all for the animation."""
        if not (compte.is_authenticated and compte.is_active):
            return self.none()
        liens = Appartenances.de(compte)
        if liens.est_animation:
            return self
        filtre = Q(structure__in=list(liens.roles_structures))
        if liens.est_financeur:
            filtre |= Q(etat__in=ETATS_LUS_PAR_FINANCEUR) & self._perimetre_de(liens.financeurs())
        return self.filter(filtre)

    def suivis_par(self, compte):
        """Bilans whose state this account may follow (a funder follows bilans not yet sent without opening them)."""
        if not (compte.is_authenticated and compte.is_active):
            return self.none()
        return self.suivis_dans(Appartenances.de(compte))

    def suivis_dans(self, liens):
        """Bilans followed with these memberships: all those of the account, or those of one organisation."""
        if liens.est_animation:
            return self
        return self.filter(Q(structure__in=list(liens.roles_structures)) | self._perimetre_de(liens.financeurs()))

    def _perimetre_de(self, financeurs) -> Q:
        feuilles = self.model._meta.get_field("feuilles").related_model.objects.filter(bilan=OuterRef("pk"))
        return _perimetre(financeurs, "", lambda codes: Q(Exists(feuilles.filter(departement__in=codes))))


class FeuilleQuerySet(models.QuerySet):
    def visibles_par(self, compte):
        """Sheets of the bilans that this account may open."""
        bilans = self.model._meta.get_field("bilan").related_model.objects
        return self.filter(bilan__in=bilans.visibles_par(compte))
