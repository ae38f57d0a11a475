"""What is asked of the inbox, read from the address: an odd value asks for nothing rather than fail."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import F, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from portal.socle.entrees.textes import normaliser
from portal.socle.geographie.communes import commune
from portal.socle.parametres import lire_identifiant
from portal.socle.recherche import LONGUEUR_MAX

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


@dataclass(frozen=True)
class FiltreBoite:
    """The question, once read. `onglet` and `tri` always have a value; the rest is empty unless asked."""

    onglet: str = ONGLET
    tri: str = TRI
    etat: str = ""
    appel: int | None = None
    confiee: str = ""
    etiquette: int | None = None
    mots: str = ""
    retard: bool = False
    source: str = ""
    structure: str = ""

    @classmethod
    def lire(cls, parametres: QueryDict) -> FiltreBoite:
        """The filter of an address such as ?onglet=en-cours&mots=soudure&confiee=moi."""

        def parmi(nom: str, possibles, defaut: str = "") -> str:
            lu = parametres.get(nom, "")
            return lu if lu in possibles else defaut

        structure = parametres.get("structure", "")
        return cls(
            onglet=parmi("onglet", ONGLETS, ONGLET),
            tri=parmi("tri", TRIS, TRI),
            etat=parmi("etat", ONGLETS["toutes"][1]),
            appel=lire_identifiant(parametres.get("appel", "")),
            confiee=parmi("confiee", (MOI, PERSONNE)),
            etiquette=lire_identifiant(parametres.get("etiquette", "")),
            mots=parametres.get("mots", "").strip()[:LONGUEUR_MAX],
            retard=parametres.get("retard") == "1",
            source=parmi("source", Source.values),
            structure=structure if structure == SANS_STRUCTURE or lire_identifiant(structure) is not None else "",
        )

    @property
    def est_precis(self) -> bool:
        """Whether more than a tab and an order is asked."""
        return bool(self.parametres.keys() - {"onglet", "tri"})

    @property
    def parametres(self) -> dict[str, str]:
        """What the address says, without the usual values."""
        lus = {champ.name: getattr(self, champ.name) for champ in fields(self)}
        usuels = {champ.name: champ.default for champ in fields(self)}
        return {nom: "1" if lu is True else str(lu) for nom, lu in lus.items() if lu != usuels[nom]}

    def adresse(self, **changes: str) -> str:
        """The query string of this question, some answers changed (empty: forgotten)."""
        voulus = QueryDict(mutable=True)
        voulus.update({nom: valeur for nom, valeur in (self.parametres | changes).items() if valeur})
        return voulus.urlencode()

    def restreindre(self, candidatures: QuerySet[Candidature], *, compte: Compte, jour: date) -> QuerySet[Candidature]:
        """What is asked, whatever the tab: what the counts of the tabs are made of."""
        exacts = {"etat": self.etat, "appel": self.appel, "etiquettes": self.etiquette, "source": self.source}
        candidatures = candidatures.filter(**{nom: valeur for nom, valeur in exacts.items() if valeur})
        if self.confiee:
            candidatures = candidatures.filter(confiee_a=compte if self.confiee == MOI else None)
        if self.structure:
            candidatures = candidatures.filter(
                structure=None if self.structure == SANS_STRUCTURE else int(self.structure)
            )
        if self.retard:
            candidatures = candidatures.sans_reponse().filter(promise_le__lt=jour)
        if self.mots:
            candidatures = candidatures.filter(pk__in=_qui_contiennent(candidatures, self.mots))
        return candidatures

    def de_l_onglet(self, candidatures: QuerySet[Candidature]) -> QuerySet[Candidature]:
        """Those of the tab, in the order asked; on the waiting list the first come stand first."""
        etats = ONGLETS[self.onglet][1]
        if self.onglet == "attente" and self.tri == TRI:
            ordre: tuple = ("etat_depuis", "pk")
        else:
            ordre = TRIS[self.tri][1]
        # A state asked for is looked for in every tab.
        return candidatures.filter(Q() if self.etat else Q(etat__in=etats)).order_by(*ordre)


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
