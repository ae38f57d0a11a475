"""The questions people ask of campaigns and bilans. `visibles_par` is the twin of the right "voir" of `droits.py`."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from espace_structures.structures.droits import Appartenances
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


def perimetre_financeurs(financeurs) -> Q:
    """Filter on Bilan: those in the scope of at least one of these funders, whatever their state."""
    filtre = Q(pk__in=[])
    for financeur in financeurs:
        if financeur.perimetre == PerimetreFinanceur.REGION:
            return ~Q(pk__in=[])  # everything; an empty Q() would vanish from an "or"
        if financeur.perimetre == PerimetreFinanceur.DEPARTEMENTS:
            filtre |= Exists(
                _feuilles_du_bilan().filter(departement__in=[d.departement for d in financeur.departements.all()])
            )
        else:
            filtre |= Exists(
                Convention.objects.filter(
                    financeur=financeur, structure=OuterRef("structure"), exercice=OuterRef("campagne__exercice")
                )
            )
    return filtre


def _feuilles_du_bilan():
    from .models import Feuille

    return Feuille.objects.filter(bilan=OuterRef("pk"))


class BilanQuerySet(models.QuerySet):
    def dans_perimetre(self, financeurs):
        """Bilans in the scope of these funders, whatever their state: what a funder counts and follows."""
        return self.filter(perimetre_financeurs(financeurs))

    def visibles_par(self, compte):
        """Bilans that this account may open: its structures', those sent to its funders, all for the animation."""
        if not (compte.is_authenticated and compte.is_active):
            return self.none()
        liens = Appartenances.de(compte)
        if liens.est_animation:
            return self
        filtre = Q(structure__in=list(liens.roles_structures))
        if liens.est_financeur:
            filtre |= Q(etat__in=ETATS_LUS_PAR_FINANCEUR) & perimetre_financeurs(liens.financeurs())
        return self.filter(filtre)

    def suivis_par(self, compte):
        """Bilans whose state this account may follow (a funder follows bilans not yet sent without opening them)."""
        if not (compte.is_authenticated and compte.is_active):
            return self.none()
        liens = Appartenances.de(compte)
        if liens.est_animation:
            return self
        return self.filter(Q(structure__in=list(liens.roles_structures)) | perimetre_financeurs(liens.financeurs()))


class FeuilleQuerySet(models.QuerySet):
    def visibles_par(self, compte):
        """Sheets of the bilans that this account may open."""
        from .models import Bilan

        return self.filter(bilan__in=Bilan.objects.visibles_par(compte))
