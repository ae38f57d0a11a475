"""The columns of the file, and how a cell of each is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from espace_structures.structures.metier.importation.commun import (
    CelluleRefusee,
    Colonne,
    lire_choix,
    lire_texte,
    selon,
)
from espace_structures.structures.metier.importation.conventions import lire_jour
from portal.socle.entrees.courriels import lire_courriel
from portal.socle.entrees.identifiants import lire_telephone
from portal.socle.geographie import CHOIX_DEPARTEMENTS
from portal.socle.geographie.communes import reconnaitre_commune

from ...enums import Secteur, Sexe, Situation, TrancheAge

COLONNES = (
    Colonne("prenom", _("Prénom"), obligatoire=True, exemple="Awa"),
    Colonne("nom", _("Nom"), autres=("nom de famille",), obligatoire=True, exemple="Diop"),
    Colonne("courriel", _("Courriel"), autres=("adresse électronique", "email", "mail"), exemple="awa@exemple.fr"),
    Colonne("telephone", _("Téléphone"), autres=("tel", "portable"), exemple="06 12 34 56 78"),
    Colonne("code_commune", _("Commune"), autres=("ville", "code postal", "cp"), exemple="93100 Montreuil"),
    Colonne("situation", _("Situation"), exemple="À la retraite"),
    Colonne("tranche_age", _("Tranche d’âge"), autres=("âge",), exemple="60 ans et plus"),
    Colonne("sexe", _("Sexe"), autres=("genre",), exemple="Femme"),
    Colonne("secteur", _("Secteur"), autres=("secteur d’activité",), exemple="Commerce et réparation automobile"),
    Colonne("depuis", _("Depuis"), autres=("bénévole depuis", "début"), obligatoire=True, exemple="01/09/2025"),
    Colonne("fin", _("Fin de saison"), autres=("fin",), exemple="31/12/2026"),
    Colonne("departement", _("Département"), exemple="93"),
)
PAR_CODE = {colonne.code: colonne for colonne in COLONNES}
# What is said of the person; the rest is about the engagement.
DE_LA_PERSONNE = (
    "prenom",
    "nom",
    "courriel",
    "telephone",
    "code_commune",
    "situation",
    "tranche_age",
    "sexe",
    "secteur",
)


def _commune(texte: str) -> str:
    trouvees = reconnaitre_commune(texte)
    if len(trouvees) == 1:
        return trouvees[0].code
    if not trouvees:
        raise CelluleRefusee(
            _t("« %(valeur)s » n’est pas une commune connue : écrivez son code postal et son nom.") % {"valeur": texte}
        )
    raise CelluleRefusee(
        _t("« %(valeur)s » peut désigner plusieurs communes : ajoutez le code postal (%(choix)s…).")
        % {"valeur": texte, "choix": ", ".join(str(une) for une in trouvees[:3])}
    )


LECTEURS: Mapping[str, Callable[[str], Any]] = {
    "prenom": lambda texte: lire_texte(texte, longueur=150),
    "nom": lambda texte: lire_texte(texte, longueur=150),
    "courriel": lambda texte: selon(lire_courriel)(lire_texte(texte, longueur=254)),
    "telephone": selon(lire_telephone),
    "code_commune": _commune,
    "situation": lambda texte: lire_choix(texte, Situation.choices),
    "tranche_age": lambda texte: lire_choix(texte, TrancheAge.choices),
    "sexe": lambda texte: lire_choix(texte, Sexe.choices),
    "secteur": lambda texte: lire_choix(texte, Secteur.choices),
    "depuis": lire_jour,
    "fin": lire_jour,
    "departement": lambda texte: lire_choix(texte, CHOIX_DEPARTEMENTS),
}
