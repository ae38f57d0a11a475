"""What a reader asks of the gallery, read from the address: an odd value asks for nothing rather than failing."""

from dataclasses import dataclass

from django.http import QueryDict

from portal.socle.geographie import DEPARTEMENTS
from portal.socle.recherche import LONGUEUR_MAX, identifiants

from ..querysets import ActionPageQuerySet

ANNEES_POSSIBLES = frozenset(map(str, range(1993, 2101)))  # texts: Python refuses to read numbers without end
LONGUEUR_DU_CODE = 30


@dataclass(frozen=True)
class FiltreActions:
    """Words, département, public and year of the actions."""

    mots: str = ""
    departement: str = ""
    public: str = ""
    annee: int | None = None

    @classmethod
    def lire(cls, parametres: QueryDict) -> "FiltreActions":
        """The filter of an address such as ?mots=entretien&departement=93&public=jeunes-26&annee=2026."""
        annee, departement = parametres.get("annee", ""), parametres.get("departement", "")
        return cls(
            mots=_texte(parametres, "mots", LONGUEUR_MAX),
            departement=departement if departement in DEPARTEMENTS else "",
            public=_texte(parametres, "public", LONGUEUR_DU_CODE),
            annee=int(annee) if annee in ANNEES_POSSIBLES else None,
        )

    def __bool__(self) -> bool:
        return bool(self.mots or self.departement or self.public or self.annee)

    def appliquer(self, actions: ActionPageQuerySet) -> ActionPageQuerySet:
        """The actions asked for; words are looked for in every language, in one query."""
        if self.mots:
            trouvees = actions.model.objects.filter(pk__in=identifiants(actions.model.objects.live(), self.mots))
            actions = actions.filter(translation_key__in=trouvees.values("translation_key"))
        if self.departement:
            actions = actions.du_departement(self.departement)
        if self.public:
            actions = actions.du_public(self.public)
        if self.annee:
            actions = actions.de_annee(self.annee)
        return actions


def _texte(parametres: QueryDict, nom: str, longueur: int) -> str:
    return parametres.get(nom, "").strip()[:longueur]
