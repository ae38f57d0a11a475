"""The questions people ask of volunteers, calls, candidatures and engagements."""

from django.db import models

from espace_structures.structures.appartenances import Appartenances
from espace_structures.structures.enums import StatutStructure
from espace_structures.structures.models import Implantation

from .enums import ETATS_OUVERTS, ETATS_VISIBLES, EtatAppel, EtatCandidature, StatutEngagement


def structures_de(liens: Appartenances) -> list[int] | None:
    """Structures whose volunteers are followed: those whose pages one writes; None, all, for the animation."""
    return None if liens.est_animation else liens.structures_editees()


def _dans(requete, champ: str, compte):
    siennes = structures_de(Appartenances.de(compte))
    return requete if siennes is None else requete.filter(**{f"{champ}__in": siennes})


class BenevoleQuerySet(models.QuerySet):
    def confirmes(self):
        return self.filter(confirme_le__isnull=False)

    def brouillons(self):
        return self.filter(confirme_le__isnull=True)

    def engages(self):
        """Those whose engagement goes on somewhere, a pause included: never erased for age."""
        engagements = self.model._meta.get_field("engagements").related_model.objects
        en_cours = engagements.en_cours().filter(benevole_id=models.OuterRef("pk"))
        return self.filter(models.Exists(en_cours))


class AppelQuerySet(models.QuerySet):
    def visibles_par(self, compte):
        """Calls whose screens of the gated space this account may open."""
        return _dans(self, "structure", compte)

    def publics(self, jour):
        """What visitors read: published or full, of an active structure, not over on this day."""
        return self.filter(etat__in=ETATS_VISIBLES, jusqu_au__gte=jour, structure__statut=StatutStructure.ACTIVE)

    def ouverts(self, jour):
        """Those that still look for people."""
        return self.publics(jour).filter(etat=EtatAppel.PUBLIE)

    def lisibles_par_relecteur(self, compte):
        """Calls that wait for this account to read them: all for the animation, those of its départements otherwise."""
        liens = Appartenances.de(compte)
        en_attente = self.filter(etat=EtatAppel.A_RELIRE)
        if liens.est_animation:
            return en_attente
        siennes = Implantation.objects.filter(
            structure=models.OuterRef("structure"), departement__in=liens.departements_moderes
        )
        return en_attente.filter(models.Exists(siennes))

    def avec_places(self):
        """With `prises`, people accepted, and `en_attente`, candidatures followed: two counts in the same query."""
        return self.annotate(
            prises=models.Count("candidatures", filter=models.Q(candidatures__etat=EtatCandidature.ACCEPTEE)),
            en_attente=models.Count("candidatures", filter=models.Q(candidatures__etat__in=ETATS_OUVERTS)),
        )

    def pour_cartes(self):
        """What a card or a page of a call shows, in a fixed number of queries."""
        return self.avec_places().select_related("structure").prefetch_related("publics", "secteurs")


class CandidatureQuerySet(models.QuerySet):
    def visibles_par(self, compte):
        """Confirmed candidatures whose file this account may open; a draft disturbs nobody."""
        return _dans(self, "structure", compte).exclude(etat=EtatCandidature.A_CONFIRMER)

    def ouvertes(self):
        """Confirmed, and not ended."""
        return self.filter(etat__in=ETATS_OUVERTS)

    def sans_reponse(self):
        """Still new: nobody said anything."""
        return self.filter(etat=EtatCandidature.NOUVELLE, repondue_le__isnull=True)


class EngagementQuerySet(models.QuerySet):
    def visibles_par(self, compte):
        return _dans(self, "structure", compte)

    def en_cours(self):
        """Active or paused."""
        return self.exclude(statut=StatutEngagement.SORTI)


class DemandeRenouvellementQuerySet(models.QuerySet):
    def visibles_par(self, compte):
        return _dans(self, "saison__engagement__structure", compte)

    def sans_reponse(self):
        return self.filter(reponse="")
