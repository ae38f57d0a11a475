"""What is asked of the inbox."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from portal.socle.entrees.textes import normaliser
from portal.socle.filtres import Case, Critere, Filtres, Mots, Numero
from portal.socle.geographie.communes import commune

from ..enums import ETATS_TERMINES, EtatCandidature, Source

if TYPE_CHECKING:
    from espace_structures.comptes.models import Compte

    from ..models import Candidature

ONGLETS = {
    "a-traiter": (_("À traiter"), (EtatCandidature.NOUVELLE,)),
    "en-cours": (_("En cours"), (EtatCandidature.CONTACTEE, EtatCandidature.RENCONTRE_PREVUE)),
    "attente": (_("Liste d’attente"), (EtatCandidature.LISTE_ATTENTE,)),
    "terminees": (_("Terminées"), ETATS_TERMINES),
    "toutes": (_("Toutes"), tuple(etat for etat in EtatCandidature if etat != EtatCandidature.A_CONFIRMER)),
}
ONGLET = "a-traiter"
TRIS = {
    "echeance": (_("Échéance"), (F("promise_le").asc(nulls_last=True), "recue_le", "pk")),
    "recente": (_("Les plus récentes"), ("-recue_le", "-pk")),
    "ancienne": (_("Les plus anciennes"), ("recue_le", "pk")),
    "nom": (_("Nom"), ("benevole__nom", "benevole__prenom", "pk")),
}
TRI = "echeance"
MOI, PERSONNE, SANS_STRUCTURE = "moi", "personne", "aucune"


class NumeroOuAucune(Numero):
    """A structure, or none."""

    def to_python(self, value: Any) -> int | str | None:
        return SANS_STRUCTURE if value == SANS_STRUCTURE else super().to_python(value)


class FiltreBoite(Filtres):
    """The question asked of the inbox: ?onglet=en-cours&mots=soudure&confiee=moi. `compte`: who "me" is."""

    usuels = {"onglet": ONGLET, "tri": TRI}

    identifiants = "filtre-%s"

    onglet = Critere(forms.ChoiceField, label="", choices=[(code, code) for code in ONGLETS])
    confiee = Critere(
        forms.ChoiceField,
        label=_("Confiée"),
        method="confier",
        choices=[("", _("À quiconque")), (MOI, _("À moi")), (PERSONNE, _("À personne"))],
    )
    tri = Critere(
        forms.ChoiceField, label=_("Trier par"), choices=[(code, libelle) for code, (libelle, _o) in TRIS.items()]
    )
    retard = Critere(
        forms.BooleanField,
        label=_("En retard seulement"),
        method="garder_les_retards",
        widget=Case,
    )
    structure = Critere(NumeroOuAucune, label=_("Structure"), method="choisir_structure")
    etat = Critere(
        forms.ChoiceField,
        label=_("État"),
        method="choisir_etat",
        choices=[("", _("Ceux de l’onglet")), *((etat.value, etat.label) for etat in ONGLETS["toutes"][1])],
    )
    appel = Critere(Numero, label=_("Appel"), method="choisir_appel")
    etiquette = Critere(Numero, label=_("Étiquette"), method="etiqueter")
    source = Critere(
        forms.ChoiceField,
        label=_("Comment la personne nous a connus"),
        method="choisir_source",
        choices=[("", _("Toutes les sources")), *Source.choices],
    )

    # The last: words are looked for among the rows that the rest has kept.
    mots = Critere(Mots, label=_("Nom, commune ou métier"), method="chercher")

    def __init__(
        self,
        parametres: Any,
        candidatures: QuerySet[Candidature],
        *,
        compte: Compte | None = None,
        jour: date | None = None,
    ):
        super().__init__(parametres, candidatures)
        self.compte, self.jour = compte, jour

    def de_l_onglet(self) -> QuerySet[Candidature]:
        """Those of the tab, in the order asked; on the waiting list the first come stand first."""
        onglet, tri = self.lus["onglet"], self.lus["tri"]
        ordre: tuple = ("etat_depuis", "pk") if onglet == "attente" and tri == TRI else TRIS[tri][1]
        # A state asked for is looked for in every tab.
        return self.qs.filter(Q() if self.lus["etat"] else Q(etat__in=ONGLETS[onglet][1])).order_by(*ordre)

    def chercher(self, candidatures, _champ: str, mots: str):
        return candidatures.filter(pk__in=_qui_contiennent(candidatures, mots))

    def confier(self, candidatures, _champ: str, a: str):
        return candidatures.filter(confiee_a=self.compte if a == MOI else None)

    def garder_les_retards(self, candidatures, _champ: str, retard: bool):
        return candidatures.sans_reponse().filter(promise_le__lt=self.jour) if retard else candidatures

    def choisir_structure(self, candidatures, _champ: str, structure: int | str):
        return candidatures.filter(structure=None if structure == SANS_STRUCTURE else structure)

    def choisir_etat(self, candidatures, _champ: str, etat: str):
        return candidatures.filter(etat=etat)

    def choisir_appel(self, candidatures, _champ: str, appel: int):
        return candidatures.filter(appel=appel)

    def etiqueter(self, candidatures, _champ: str, etiquette: int):
        return candidatures.filter(etiquettes=etiquette)

    def choisir_source(self, candidatures, _champ: str, source: str):
        return candidatures.filter(source=source)


def _qui_contiennent(candidatures: QuerySet[Candidature], mots: str) -> list[int]:
    """Those whose name, commune or trade hold every word, accents and capitals apart: the same on both databases."""
    cherches = normaliser(mots).split()
    champs = ("benevole__prenom", "benevole__nom", "benevole__metier", "benevole__code_commune")
    trouvees = []
    for pk, prenom, nom, metier, code in candidatures.order_by().values_list("pk", *champs):
        lieu = commune(code)
        texte = normaliser(f"{prenom} {nom} {metier} {lieu.nom if lieu else ''}")
        if all(mot in texte for mot in cherches):
            trouvees.append(pk)
    return trouvees
