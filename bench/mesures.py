"""One measure a process: `python -m bench.mesures NAME`; prints its figures as JSON on the last line."""

from __future__ import annotations

import json
import resource
import sys
import tempfile
from collections.abc import Callable
from time import perf_counter

import django

from .chronometre import chronometrer, exiger
from .mesures_vitrines import MESURES as MESURES_DES_VITRINES


def consolidation() -> dict:
    """Sums of the whole campaign, the definition being known."""
    from espace_structures.bilans.metier.consolidation import consolider

    perimetre = _perimetre()
    consolider(perimetre.campagne, perimetre.bilans().none())
    return chronometrer(lambda: consolider(perimetre.campagne, perimetre.bilans()))


def ecran_consolidation() -> dict:
    """The whole screen, as the animation gets it."""
    from django.test import Client
    from django.urls import reverse

    from espace_structures.comptes.models import Compte

    from .donnees import EXERCICE

    client = Client()
    client.force_login(
        Compte.objects.create_superuser(f"ecran{perf_counter()}@exemple.fr", "un mot de passe assez long")
    )
    return chronometrer(lambda: exiger(client.get(reverse("espace:consolidation", args=[EXERCICE]))))


def xlsx() -> dict:
    return _extraire("xlsx")


def csv() -> dict:
    return _extraire("csv")


def csv_long() -> dict:
    return _extraire("csv-long")


def saisie() -> dict:
    """The section with the most cells, shown then saved."""
    from django.test import Client
    from django.urls import reverse

    from espace_structures.bilans.metier.definitions import definition_connue
    from espace_structures.bilans.models import Bilan, Reponse
    from espace_structures.comptes.models import Compte

    from .donnees import DEPARTEMENTS, EXERCICE_OUVERT

    bilan = Bilan.objects.get(campagne__exercice=EXERCICE_OUVERT)
    definition = definition_connue(bilan.campagne)
    par_section = {
        section.code: [c for c in definition.cellules.values() if c.section == section.code and not c.calcul]
        for section in definition.sections
    }
    code, cellules = max(par_section.items(), key=lambda paire: len(paire[1]))
    adresse = reverse("espace:saisie", args=[bilan.pk, DEPARTEMENTS[0], code])
    client = Client()
    client.force_login(Compte.objects.get(email="bench@exemple.fr"))
    exiger(client.get(adresse))
    montrer = chronometrer(lambda: exiger(client.get(adresse)))
    donnees = {cellule.code: "3" for cellule in cellules if cellule.est_numerique} | {"version": "0"}
    enregistrer = chronometrer(lambda: exiger(client.post(adresse, donnees), 302))
    enregistrees = Reponse.objects.filter(feuille__bilan=bilan).count()
    if enregistrees != len(donnees) - 1:
        raise RuntimeError(f"{enregistrees} answers saved out of {len(donnees) - 1}")
    return {"section": code, "cellules": len(cellules), "montrer": montrer, "enregistrer": enregistrer}


def accueil() -> dict:
    from home.models import AccueilPage

    return _page(AccueilPage)


def article() -> dict:
    from actualites.models import Article

    return _page(Article)


def preparation() -> dict:
    from .donnees import preparer

    return preparer(int(sys.argv[2]))


def _page(modele) -> dict:
    """A public page, whole then from the cache. For a visitor with an unknown cookie nothing is cached."""
    from django.test import Client

    page = modele.objects.live().filter(locale__language_code="fr").order_by("pk").first()
    inconnu, connu = Client(), Client()
    connu.cookies["bench"] = "1"
    adresse = page.get_url()
    exiger(connu.get(adresse))
    exiger(connu.get(adresse))
    entiere = chronometrer(lambda: exiger(connu.get(adresse)))
    exiger(inconnu.get(adresse))
    if inconnu.get(adresse).headers.get("X-Cache") != "HIT":
        raise RuntimeError(f"{adresse} is not cached")
    gardee = chronometrer(lambda: exiger(inconnu.get(adresse)))
    return {
        "requetes": entiere["requetes"],
        "requetes_en_cache": gardee["requetes"],
        "par_seconde": _cadence(lambda: connu.get(adresse)),
        "par_seconde_en_cache": _cadence(lambda: inconnu.get(adresse)),
    }


def _cadence(appeler: Callable, duree: float = 3.0) -> float:
    """Calls a second, one after the other, in this process."""
    appels, debut = 0, perf_counter()
    while (ecoule := perf_counter() - debut) < duree:
        appeler()
        appels += 1
    return appels / ecoule


def _extraire(voulu: str) -> dict:
    from espace_structures.bilans.metier.extraction import Format, extraire

    from .donnees import LE

    with tempfile.TemporaryFile() as fichier:
        mesure = chronometrer(lambda: extraire(_perimetre(), Format(voulu), fichier, le=LE))
        return mesure | {"octets": fichier.tell()}


def _perimetre():
    from espace_structures.bilans.metier.perimetre import Perimetre
    from espace_structures.bilans.models import Campagne

    from .donnees import EXERCICE

    return Perimetre(campagne=Campagne.objects.get(exercice=EXERCICE))


MESURES: dict[str, Callable[[], dict]] = {
    mesure.__name__: mesure
    for mesure in (preparation, consolidation, ecran_consolidation, xlsx, csv, csv_long, saisie, accueil, article)
} | MESURES_DES_VITRINES


def principal() -> None:
    django.setup()
    resultat = MESURES[sys.argv[1]]()
    resultat["memoire_mo"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(resultat))


if __name__ == "__main__":
    principal()
