"""Volunteers, calls, candidatures and engagements for the tests."""

from datetime import UTC, date, datetime, timedelta

import factory

from espace_structures.benevolat.enums import EtatAppel, EtatCandidature, Forme, Modalite, OrigineEngagement
from espace_structures.benevolat.metier.liens import SUIVI, Genre, jeton
from espace_structures.benevolat.models import (
    AppelBenevoles,
    Benevole,
    CampagneRenouvellement,
    Candidature,
    DemandeRenouvellement,
    Engagement,
    Entreprise,
    Saison,
)

from .structures import StructureFactory

LE = datetime(2026, 3, 3, 13, 5, tzinfo=UTC)  # Tuesday, 14:05 in Paris
JOUR = date(2026, 3, 3)


class BenevoleFactory(factory.django.DjangoModelFactory):
    """A confirmed person of Montreuil."""

    class Meta:
        model = Benevole

    prenom = "Awa"
    nom = factory.Sequence(lambda n: f"Diop {n:03d}")
    courriel = factory.Sequence(lambda n: f"awa{n}@exemple.fr")
    code_commune = "93048"
    rayon_km = 10
    modalite = Modalite.LES_DEUX
    regulier = True
    est_majeur = True
    charte_acceptee_le = LE
    consentement_le = LE
    cree_le = LE
    enregistre_le = LE
    confirme_le = LE
    dernier_contact_le = LE


class AppelFactory(factory.django.DjangoModelFactory):
    """A published call in Montreuil, until 30 June 2026."""

    class Meta:
        model = AppelBenevoles

    structure = factory.SubFactory(StructureFactory)
    titre = factory.Sequence(lambda n: f"Marraine ou parrain, secteur santé {n:03d}")
    besoin = "Accompagner une personne qui cherche un premier emploi, deux fois par mois, pendant six mois."
    forme = Forme.REGULIER
    modalite = Modalite.PRESENCE
    places = 2
    code_commune = "93048"
    departement = "93"
    latitude = 48.8638
    longitude = 2.4485
    jusqu_au = date(2026, 6, 30)
    etat = EtatAppel.PUBLIE
    cree_le = LE
    modifie_le = LE
    publie_le = LE


class CandidatureFactory(factory.django.DjangoModelFactory):
    """A candidature received on 3 March 2026, not answered yet."""

    class Meta:
        model = Candidature
        skip_postgeneration_save = True

    benevole = factory.SubFactory(BenevoleFactory)
    structure = factory.SubFactory(StructureFactory)
    etat = EtatCandidature.NOUVELLE
    etat_depuis = LE
    creee_le = LE
    recue_le = LE
    promise_le = date(2026, 3, 10)


class EngagementFactory(factory.django.DjangoModelFactory):
    """An active engagement in Paris since 1 January 2026; `saison`: its first and last day, that year unless told."""

    class Meta:
        model = Engagement
        skip_postgeneration_save = True

    benevole = factory.SubFactory(BenevoleFactory)
    structure = factory.SubFactory(StructureFactory)
    departement = "75"
    depuis = date(2026, 1, 1)
    origine = OrigineEngagement.SAISIE
    cree_le = LE

    @factory.post_generation
    def saison(self, create, extracted, **_options):
        debut, fin = extracted or (self.depuis, date(self.depuis.year, 12, 31))
        Saison.objects.create(engagement=self, debut=debut, fin=fin)


class CampagneRenouvellementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CampagneRenouvellement

    titre = "Renouvellement 2027"
    fin_de_saison = date(2026, 12, 31)
    lancee_le = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)


class DemandeRenouvellementFactory(factory.django.DjangoModelFactory):
    """The question asked on 1 December 2026 about a season that ends on the 31st."""

    class Meta:
        model = DemandeRenouvellement

    campagne = factory.SubFactory(CampagneRenouvellementFactory)
    saison = factory.LazyFunction(lambda: EngagementFactory().saisons.get())
    envoyee_le = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)


class EntrepriseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Entreprise

    nom = factory.Sequence(lambda n: f"Entreprise {n:03d}")
    contact_nom = "Camille Roy"
    courriel = factory.Sequence(lambda n: f"rh{n}@entreprise.exemple.fr")
    promesse = 10
    jusqu_au = JOUR + timedelta(days=365)
    code = factory.Sequence(lambda n: f"ENT-{n:05d}")
    etat = "ACTIVE"
    creee_le = LE
    confirmee_le = LE


def jeton_de(objet, genre: Genre = SUIVI) -> str:
    """The signed part of the link of a row."""
    return jeton(genre, objet)
