"""The list of volunteers that a structure already keeps: what each line would do, then written at once.

A person known of another structure alone is foreseen like a new one: the preview never tells who is known elsewhere.
What the person wrote is never overwritten.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espace_structures.structures.models import Structure
from portal.socle.entrees.identifiants import telephone_lisible
from portal.socle.entrees.textes import plier
from portal.socle.geographie import CHOIX_DEPARTEMENTS, nom_departement
from portal.socle.geographie.communes import commune, reconnaitre_commune
from portal.socle.importation import intitules
from portal.socle.importation.cellules import (
    adresses_douteuses,
    comparer,
    lire_cellules,
    lire_choix,
    lire_courriel,
    lire_jour,
    lire_telephone,
    lire_texte,
    phrase,
)
from portal.socle.importation.ecriture import Genre, Progresser
from portal.socle.importation.lignes import CelluleRefusee, ColonneAttendue, Lecture, LigneLue, LignePrevue, Prevision
from portal.socle.importation.lignes import SortDeLigne as Sort

from ...enums import Consultation, OrigineEngagement, Secteur, Sexe, Situation, StatutEngagement, TrancheAge
from ...journal import noter
from ...metier.acces import noter_acces
from ...models import Benevole, Engagement
from . import courriels
from .ajout import ajouter, fin_en_cours, identite, nom_et_telephone
from .engagements import changer_de_departement, departement_de_la_commune, ouvrir_engagement

if TYPE_CHECKING:
    from espace_structures.comptes.models import Compte

COLONNES = (
    ColonneAttendue(
        "prenom",
        gettext_lazy("Prénom"),
        intitules.PRENOM,
        obligatoire=True,
        exemple="Awa",
        faibles=intitules.PRENOM_ADHERENT,
    ),
    ColonneAttendue(
        "nom", gettext_lazy("Nom"), intitules.NOM, obligatoire=True, exemple="Diop", faibles=intitules.NOM_ADHERENT
    ),
    ColonneAttendue(
        "courriel",
        gettext_lazy("Courriel"),
        intitules.COURRIEL,
        exemple="awa@exemple.fr",
        faibles=intitules.COURRIEL_PAYEUR,
    ),
    ColonneAttendue("telephone", gettext_lazy("Téléphone"), intitules.TELEPHONE, exemple="06 12 34 56 78"),
    ColonneAttendue(
        "code_commune",
        gettext_lazy("Commune"),
        intitules.COMMUNE,
        exemple="93100 Montreuil",
        complements=intitules.CODE_POSTAL,
    ),
    ColonneAttendue("situation", gettext_lazy("Situation"), ("situation professionnelle",), exemple="À la retraite"),
    ColonneAttendue("tranche_age", gettext_lazy("Tranche d’âge"), ("âge",), exemple="60 ans et plus"),
    ColonneAttendue("sexe", gettext_lazy("Sexe"), ("genre",), exemple="Femme"),
    ColonneAttendue(
        "secteur", gettext_lazy("Secteur"), ("secteur d’activité",), exemple="Commerce et réparation automobile"
    ),
    ColonneAttendue(
        "depuis",
        gettext_lazy("Depuis"),
        (gettext_lazy("Bénévole depuis"), "début", "date de début", "depuis quand êtes-vous bénévole ?"),
        obligatoire=True,
        exemple="01/09/2025",
    ),
    ColonneAttendue("fin", gettext_lazy("Fin de saison"), ("fin", "date de fin"), exemple="31/12/2026"),
    ColonneAttendue("departement", gettext_lazy("Département"), exemple="93"),
    ColonneAttendue("structure", gettext_lazy("Structure"), exemple="Mission locale des Deux-Rives"),
    ColonneAttendue("statut", gettext_lazy("Statut"), exemple="Actif"),
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
_DE_L_ENGAGEMENT = ("depuis", "fin", "departement")


def _commune(texte: str) -> str:
    trouvees = reconnaitre_commune(texte)
    if len(trouvees) == 1:
        return trouvees[0].code
    if not trouvees:
        raise CelluleRefusee(
            _("« %(valeur)s » n’est pas une commune connue : écrivez son code postal et son nom.") % {"valeur": texte}
        )
    raise CelluleRefusee(
        _("« %(valeur)s » peut désigner plusieurs communes : ajoutez le code postal (%(choix)s…).")
        % {"valeur": texte, "choix": ", ".join(str(une) for une in trouvees[:3])}
    )


LECTEURS: Mapping[str, Callable[[str], Any]] = {
    "prenom": lambda texte: lire_texte(texte, longueur=150),
    "nom": lambda texte: lire_texte(texte, longueur=150),
    "courriel": lire_courriel,
    "telephone": lire_telephone,
    "code_commune": _commune,
    "situation": lambda texte: lire_choix(texte, Situation.choices),
    "tranche_age": lambda texte: lire_choix(texte, TrancheAge.choices),
    "sexe": lambda texte: lire_choix(texte, Sexe.choices),
    "secteur": lambda texte: lire_choix(texte, Secteur.choices),
    "depuis": lire_jour,
    "fin": lire_jour,
    "departement": lambda texte: lire_choix(texte, CHOIX_DEPARTEMENTS),
    "structure": lambda texte: lire_texte(texte, longueur=200),
    "statut": lambda texte: lire_choix(texte, StatutEngagement.choices),
}
MONTRER: Mapping[str, Callable[[Any], str]] = {
    "telephone": telephone_lisible,
    "code_commune": lambda code: str(commune(code) or code),
    "situation": lambda code: str(Situation(code).label),
    "tranche_age": lambda code: str(TrancheAge(code).label),
    "sexe": lambda code: str(Sexe(code).label),
    "secteur": lambda code: str(Secteur(code).label),
    "depuis": lambda jour: f"{jour:%d/%m/%Y}",
    "fin": lambda jour: f"{jour:%d/%m/%Y}",
    "departement": nom_departement,
}


class ImportDeBenevoles(Genre):
    """The list of one structure."""

    nom = "benevoles"
    colonnes = COLONNES
    lignes_maximum = 1000

    def __init__(self, structure: Structure):
        self.structure = structure
        self.code = f"benevoles-{structure.pk}"  # a file sent for a structure is not confirmed for another
        self.detenteur = f"structure-{structure.pk}"

    def verrouiller(self, lecture: Lecture) -> None:
        """The row of the structure: the same file sent twice at once is written once."""
        Structure.objects.select_for_update(of=("self",)).get(pk=self.structure.pk)

    def prevoir(self, lecture: Lecture, *, le: datetime) -> Prevision:
        return prevoir(lecture, self.structure, jour=timezone.localdate(le))

    def ecrire(self, lignes: list[LignePrevue], *, par: Compte, le: datetime, progresser: Progresser) -> None:
        ecrits = []
        for rang, ligne in enumerate(lignes, 1):
            ecrits.append(_ecrire_une(ligne, self.structure, par=par, le=le))
            progresser(rang, len(lignes))
        if ecrits:
            noter_acces(
                [engagement.benevole_id for engagement in ecrits],
                structure=self.structure,
                par=par,
                action=Consultation.ECRIRE,
                le=le,
            )
            noter(ecrits[0], "benevolat.import", par=par, le=le, detail=str(len(ecrits)))


# --- What a line would do --------------------------------------------------------------------------------------------


def prevoir(lecture: Lecture, structure: Structure, *, jour: date) -> Prevision:
    """Line by line, in two queries whatever the file."""
    personnes = [
        (engagement, {code: getattr(engagement.benevole, code) for code in DE_LA_PERSONNE})
        for engagement in Engagement.objects.filter(structure=structure).select_related("benevole")
    ]
    # A line without address may name somebody whose address is known: the name and the telephone tell.
    connus = {nom_et_telephone(personne): engagement for engagement, personne in personnes}
    connus |= {identite(personne): engagement for engagement, personne in personnes}
    departements = set(structure.implantations.values_list("departement", flat=True))
    vus: dict[object, int] = {}
    lignes = []
    for lue in lecture.lignes:
        valeurs, refus = lire_cellules(lue, LECTEURS, PAR_CODE)
        connu = connus.get(identite(valeurs))
        refus += _d_ailleurs(lue, valeurs, connu, structure)
        if connu is None or (connu.statut == StatutEngagement.SORTI and valeurs.get("statut") != connu.statut):
            refus += _manques(lue, valeurs, jour=jour, departements=departements)
        premiere = vus.setdefault(identite(valeurs), lue.numero)
        if premiere != lue.numero and not refus:
            refus.append(_dire(lue, _("cette personne est déjà à la ligne %(autre)d.") % {"autre": premiere}))
        lignes.append(_prevoir_ligne(lue, valeurs, connu, refus))
    return Prevision(lignes=tuple(lignes), ignorees=lecture.ignorees)


def _prevoir_ligne(lue: LigneLue, valeurs: dict[str, Any], connu: Engagement | None, refus: list[str]) -> LignePrevue:
    sort = Sort.REFUSEE if refus else _sort(connu, valeurs)
    avant: dict[str, Any] = {}
    changees = {code: valeurs[code] for code in (*DE_LA_PERSONNE, *_DE_L_ENGAGEMENT) if code in valeurs}
    if connu is not None and sort == Sort.RATTACHEE:
        changees = {code: valeurs[code] for code in _DE_L_ENGAGEMENT if code in valeurs}
    elif connu is not None:
        avant = {"departement": connu.departement}
        changees = a_completer(connu, valeurs) | {code: valeurs[code] for code in avant if valeurs.get(code)}
    muette = sort in (Sort.REFUSEE, Sort.INCHANGEE)
    ecarts = () if muette else comparer(avant, changees, PAR_CODE, MONTRER)
    return LignePrevue(
        numero=lue.numero,
        intitule=f"{valeurs.get('prenom', '')} {valeurs.get('nom', '')}".strip(),
        sort=sort,
        cible=connu.pk if connu else None,
        valeurs=valeurs,
        ecarts=ecarts,
        refus=tuple(refus),
        alertes=adresses_douteuses(lue.numero, ecarts, LECTEURS, PAR_CODE),
    )


def a_completer(engagement: Engagement, valeurs: Mapping[str, Any]) -> dict[str, str]:
    """What the file says of somebody who had not said it: what the person wrote is never overwritten."""
    return {
        code: valeurs[code] for code in DE_LA_PERSONNE if valeurs.get(code) and not getattr(engagement.benevole, code)
    }


def _sort(connu: Engagement | None, valeurs: Mapping[str, Any]) -> Sort:
    if connu is None:
        return Sort.CREEE
    if connu.statut == StatutEngagement.SORTI:
        return Sort.INCHANGEE if valeurs.get("statut") == connu.statut else Sort.RATTACHEE
    autre_departement = valeurs.get("departement", connu.departement) != connu.departement
    return Sort.MODIFIEE if autre_departement or a_completer(connu, valeurs) else Sort.INCHANGEE


def _dire(lue: LigneLue, raison: str) -> str:
    return _("Ligne %(ligne)d : %(raison)s") % {"ligne": lue.numero, "raison": raison}


def _d_ailleurs(lue: LigneLue, valeurs: Mapping[str, Any], connu: Engagement | None, structure: Structure) -> list[str]:
    """Lines of another structure, and of who is no longer a volunteer: an import never takes anybody out."""
    refus = []
    if valeurs.get("structure") and plier(valeurs["structure"]) != plier(structure.nom):
        raison = _("ce n’est pas « %(nom)s », pour qui vous importez. Retirez la ligne, ou ne lisez pas la colonne.")
        refus.append(phrase(lue.numero, PAR_CODE["structure"].titre, raison % {"nom": structure.nom}))
    if valeurs.get("statut") == StatutEngagement.SORTI and (connu is None or connu.statut != StatutEngagement.SORTI):
        raison = _("un import n’enregistre pas de départ : dites-le depuis la fiche de la personne.")
        refus.append(phrase(lue.numero, PAR_CODE["statut"].titre, raison))
    return refus


def _manques(lue: LigneLue, valeurs: Mapping[str, Any], *, jour: date, departements: set[str]) -> list[str]:
    """What a line must say to bring somebody in, whatever its cells."""
    raisons = []
    if not lue.valeurs.get("prenom") or not lue.valeurs.get("nom"):
        raisons.append(_("il faut un prénom et un nom."))
    if not lue.valeurs.get("courriel") and not lue.valeurs.get("telephone"):
        raisons.append(_("il faut une adresse électronique ou un téléphone."))
    if not lue.valeurs.get("depuis"):
        raisons.append(_("dites depuis quand la personne est bénévole."))
    depuis, fin = valeurs.get("depuis"), valeurs.get("fin")
    if depuis and depuis > jour:
        raisons.append(_("l’engagement commence aujourd’hui ou avant."))
    if depuis and fin and fin < depuis:
        raisons.append(_("la saison finit avant d’avoir commencé."))
    if (
        not departements
        and not valeurs.get("departement")
        and not departement_de_la_commune(valeurs.get("code_commune", ""))
    ):
        raisons.append(_("dites dans quel département la personne est bénévole."))
    return [_dire(lue, raison) for raison in raisons]


# --- Writing ---------------------------------------------------------------------------------------------------------


def _ecrire_une(ligne: LignePrevue, structure: Structure, *, par: Compte, le: datetime) -> Engagement:
    departement = ligne.valeurs.get("departement", "")
    if ligne.sort == Sort.RATTACHEE:
        return _rattacher(ligne, structure, departement=departement, par=par, le=le)
    if ligne.sort == Sort.CREEE:
        return ajouter(
            structure,
            personne={code: ligne.valeurs[code] for code in DE_LA_PERSONNE if ligne.valeurs.get(code)},
            depuis=ligne.valeurs["depuis"],
            fin=ligne.valeurs.get("fin"),
            departement=departement,
            origine=OrigineEngagement.IMPORT,
            par=par,
            le=le,
        )
    engagement = Engagement.objects.select_related("benevole").get(pk=ligne.cible)
    manquants = a_completer(engagement, ligne.valeurs)
    if manquants:
        Benevole.objects.filter(pk=engagement.benevole_id).update(**manquants)
    if departement and departement != engagement.departement:
        changer_de_departement(engagement, departement=departement, par=par, le=le)
    return engagement


def _rattacher(ligne: LignePrevue, structure: Structure, *, departement: str, par: Compte, le: datetime) -> Engagement:
    """Somebody who had left this structure is back."""
    ancien = Engagement.objects.select_related("benevole").get(pk=ligne.cible)
    engagement = ouvrir_engagement(
        ancien.benevole,
        structure,
        depuis=ligne.valeurs["depuis"],
        fin=fin_en_cours(ligne.valeurs["depuis"], ligne.valeurs.get("fin"), jour=timezone.localdate(le)),
        departement=departement,
        origine=OrigineEngagement.IMPORT,
        par=par,
        le=le,
    )
    courriels.prevenir_de_l_ajout(Engagement.objects.select_related("benevole", "structure").get(pk=engagement.pk))
    return engagement
