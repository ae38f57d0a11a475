"""The volunteers of the demonstration: calls, candidatures at every step, engagements, a renewal under way."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import yaml
from django.utils import timezone
from django.utils.text import slugify

from espace_structures.benevolat.engagements.metier import renouvellement
from espace_structures.benevolat.enums import (
    CanalReponse,
    EtatAppel,
    EtatCandidature,
    EtatEntreprise,
    Modalite,
    OrigineEngagement,
    Reponse,
    StatutEngagement,
)
from espace_structures.benevolat.metier.reglages import reponse_promise
from espace_structures.benevolat.models import (
    Accueil,
    AppelBenevoles,
    Benevole,
    Candidature,
    Engagement,
    Entreprise,
    Saison,
    SecteurRecherche,
)
from espace_structures.comptes.models import Compte
from espace_structures.structures.models import Structure
from espace_structures.vitrines.models import Public
from portal.socle.geographie.communes import toutes

from .roles import DOMAINE

CONTENU = Path(__file__).parent / "contenu" / "benevolat.yaml"
STRUCTURE_SUIVIE = 0  # rank of the structure whose sign-ins are given: its volunteers are there
MOMENTS = {"jour": "en_semaine", "soir": "en_soiree", "week_end": "le_week_end"}


def charger_benevolat(structures: dict[int, tuple[Structure, Compte]], *, le: datetime) -> int:
    """Write calls, candidatures and engagements as if `le` were today; how many people there are."""
    contenu = yaml.safe_load(CONTENU.read_text(encoding="utf-8"))
    appels = {entree["cle"]: _appel(entree, structures, le) for entree in contenu["appels"]}
    entreprise = Entreprise.objects.create(
        nom="Compagnie des Quais (exemple)",
        contact_nom="Agathe Noël",
        courriel=f"quais@{DOMAINE}",
        promesse=10,
        jusqu_au=timezone.localdate(le) + timedelta(days=300),
        code="QUAIS234",
        etat=EtatEntreprise.ACTIVE,
        creee_le=le - timedelta(days=60),
        confirmee_le=le - timedelta(days=60),
    )
    for entree in contenu["candidatures"]:
        _candidature(entree, structures, appels, entreprise, le)
    structure, auteur = structures[STRUCTURE_SUIVIE]
    for entree in contenu["engagements"]:
        _engagement(entree, structure, le)
    _renouveler(structure, auteur, le)
    return Benevole.objects.count()


def _appel(entree: dict, structures: dict[int, tuple[Structure, Compte]], le: datetime) -> AppelBenevoles:
    structure, auteur = structures[entree["rang"]]
    ici = toutes()[entree["commune"]]
    etat = entree.get("etat", EtatAppel.PUBLIE)
    ecrit_le = le - timedelta(days=entree.get("publie", 2) + 1)
    appel = AppelBenevoles.objects.create(
        structure=structure,
        titre=entree["titre"],
        besoin=entree["besoin"].strip(),
        rythme=entree.get("rythme", ""),
        forme=entree["forme"],
        modalite=entree["modalite"],
        places=entree["places"],
        code_commune=ici.code,
        departement=ici.departement,
        latitude=ici.latitude,
        longitude=ici.longitude,
        jusqu_au=timezone.localdate(le) + timedelta(days=entree["jusqu_au"]),
        etat=etat,
        cree_par=auteur,
        cree_le=ecrit_le,
        modifie_le=ecrit_le,
        soumis_le=None if etat == EtatAppel.BROUILLON else le - timedelta(days=2),
        publie_le=le - timedelta(days=entree["publie"]) if "publie" in entree else None,
        **{champ: entree.get(champ, False) for champ in MOMENTS.values()},
    )
    appel.publics.set(Public.objects.filter(code__in=entree["publics"]))
    SecteurRecherche.objects.bulk_create(
        SecteurRecherche(appel=appel, secteur=secteur) for secteur in entree.get("secteurs", [])
    )
    return appel


def _personne(entree: dict, *, le: datetime) -> Benevole:
    """Somebody who gave their consent at this moment."""
    return Benevole.objects.create(
        prenom=entree["prenom"],
        nom=entree["nom"],
        courriel=f"{slugify(entree['prenom'])}.{slugify(entree['nom'])}@{DOMAINE}",
        telephone="",
        situation=entree.get("situation", ""),
        tranche_age=entree.get("age", ""),
        sexe=entree.get("sexe", ""),
        secteur=entree.get("secteur", ""),
        metier=entree.get("metier", ""),
        code_commune=entree["commune"],
        modalite=Modalite.LES_DEUX,
        regulier=True,
        est_majeur=True,
        charte_acceptee_le=le,
        consentement_le=le,
        cree_le=le,
        enregistre_le=le,
        confirme_le=le,
        dernier_contact_le=le,
        **{champ: entree.get(mot, False) for mot, champ in MOMENTS.items()},
    )


def _candidature(
    entree: dict,
    structures: dict[int, tuple[Structure, Compte]],
    appels: dict[str, AppelBenevoles],
    entreprise: Entreprise,
    le: datetime,
) -> None:
    recue_le = le - timedelta(days=entree["il_y_a"])
    etat = EtatCandidature(entree["etat"])
    repondue_le = None if etat == EtatCandidature.NOUVELLE else recue_le + timedelta(days=2)
    Candidature.objects.create(
        benevole=_personne(entree, le=recue_le),
        structure=structures[entree["rang"]][0] if "rang" in entree else None,
        appel=appels.get(entree.get("appel", "")),
        message=entree.get("message", ""),
        etat=etat,
        etat_depuis=repondue_le or recue_le,
        creee_le=recue_le,
        recue_le=recue_le,
        promise_le=reponse_promise(recue_le),
        repondue_le=repondue_le,
        rencontre_le=le + timedelta(days=entree["rencontre"]) if "rencontre" in entree else None,
        motif_refus=entree.get("motif", ""),
        accepte_reorientation=True,
        source=entree["source"],
        entreprise=entreprise if entree.get("entreprise") else None,
    )


def _engagement(entree: dict, structure: Structure, le: datetime) -> None:
    """Seasons are civil years, the last one in course."""
    jour = timezone.localdate(le)
    premiere = jour.year - entree["saisons"] + 1
    depuis = date(premiere, 1, 1)
    benevole = _personne(entree, le=le - timedelta(days=30))
    pause, motif = entree.get("pause"), entree.get("sorti", "")
    engagement = Engagement.objects.create(
        benevole=benevole,
        structure=structure,
        departement=entree.get("departement", "93"),
        statut=StatutEngagement.EN_PAUSE if pause else StatutEngagement.SORTI if motif else StatutEngagement.ACTIF,
        depuis=depuis,
        pause_jusqu_au=jour + timedelta(days=pause) if pause else None,
        sorti_le=max(depuis, jour - timedelta(days=15)) if motif else None,
        motif_sortie=motif,
        origine=OrigineEngagement.IMPORT,
        cree_le=le,
    )
    Saison.objects.bulk_create(
        Saison(engagement=engagement, debut=max(depuis, date(annee, 1, 1)), fin=date(annee, 12, 31))
        for annee in range(premiere, jour.year + 1)
    )
    if entree.get("charte"):
        Accueil.objects.create(
            benevole=benevole,
            structure=structure,
            entretien_le=depuis,
            charte_le=depuis,
            formation_le=depuis if entree.get("formation") else None,
            mineurs=entree.get("mineurs", False),
            modifie_le=le,
        )


def _renouveler(structure: Structure, auteur: Compte, le: datetime) -> None:
    """A campaign launched ten days ago: two answers came, one person is to be called."""
    jour = timezone.localdate(le)
    campagne = renouvellement.lancer(
        structure,
        titre=f"Renouvellement {jour.year + 1}",
        fin_de_saison=date(jour.year, 12, 31),
        message="Merci pour cette année. Dites-nous simplement si vous continuez.",
        par=auteur,
        le=le - timedelta(days=10),
    )
    premiere, deuxieme, troisieme, *_autres = campagne.demandes.order_by("pk")
    for demande in (premiere, deuxieme):
        renouvellement.repondre(demande, choix=Reponse.CONTINUE, canal=CanalReponse.LIEN, le=le - timedelta(days=4))
    troisieme.a_appeler = True
    troisieme.save(update_fields=["a_appeler"])
