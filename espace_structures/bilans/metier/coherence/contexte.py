"""The answers under control, ready to be read by the rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from ..definition import DefinitionTrame, Regle
from ..expressions import analyser, cellules_citees, completer, evaluer


@dataclass(frozen=True)
class Contexte:
    """Numbers (computed cells and facts included), answered codes, numbers of the exercice before if there is one."""

    definition: DefinitionTrame
    nombres: Mapping[str, Decimal]
    repondues: frozenset[str]
    precedent: Mapping[str, Decimal] | None

    @classmethod
    def de(
        cls,
        definition: DefinitionTrame,
        reponses: Mapping[str, Decimal | str],
        precedent: Mapping[str, Decimal] | None,
        faits: Mapping[str, Decimal] | None,
    ) -> Contexte:
        saisis = {code: valeur for code, valeur in reponses.items() if not isinstance(valeur, str)}
        return cls(
            definition=definition,
            nombres=completer(saisis, definition) | dict(faits or {}),
            # An empty text is no answer.
            repondues=frozenset(code for code, valeur in reponses.items() if valeur != ""),
            precedent=precedent,
        )

    def valeur(self, expression: str) -> Decimal | None:
        return evaluer(expression, self.definition, self.nombres)

    def valeur_precedente(self, expression: str) -> Decimal | None:
        """The same expression over the exercice before; None when there is no such bilan."""
        return None if self.precedent is None else evaluer(expression, self.definition, self.precedent)

    def est_repondue(self, expression: str) -> bool:
        """Whether at least one of its cells is answered, be it by a text or a choice."""
        return self.valeur(expression) is not None or any(
            code in self.repondues for terme in analyser(expression, self.definition) for code in terme.cellules
        )

    def est_reclamee(self, expression: str) -> bool:
        """Whether all it reads is mandatory: left empty, `obligatoires` says so and no rule need repeat it."""
        return all(self.definition.cellules[code].obligatoire for code in self.cellules_saisies(expression))

    def cellules_saisies(self, *expressions: str) -> tuple[str, ...]:
        """The typed cells that these expressions read, without repeats: where to correct. Facts are not cells."""
        citees = dict.fromkeys(code for exp in expressions for code in cellules_citees(exp, self.definition))
        return tuple(code for code in citees if not code.startswith("@"))


def expression(regle: Regle, nom: str) -> str:
    """An expression among the parameters of a rule."""
    return str(regle.parametres[nom])


def borne(regle: Regle, nom: str) -> Decimal | None:
    """A number among the parameters of a rule; None when the rule does not set it."""
    valeur = regle.parametres.get(nom)
    return None if valeur is None or valeur == "" else Decimal(str(valeur))
