"""Coherence rules of a trame: one block a kind, with the parameters of that kind and no other."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal.socle.formulaires.back_office import NombreBlock

from ..enums import GenreRegle, Portee, Severite
from . import champs

_CODES = _("Des codes séparés par + ou - : B2, C2, C2.18_21, C2.*.F, F.F1 + F.F2…")


def _nombre(label: str, *, requis: bool = False, aide: str = "") -> NombreBlock:
    return NombreBlock(label=label, required=requis, help_text=aide)


_PART = _("Écrivez 0,2 pour 20 %.")
# Parameters of each kind: `metier.definition.PARAMETRES` with their labels (a test holds the two together).
_PARAMETRES: dict[GenreRegle, list[tuple[str, blocks.Block]]] = {
    GenreRegle.PARTITION: [
        ("parties", champs.expression(_("Parties"), aide=_CODES)),
        ("total", champs.expression(_("Total que leur somme doit égaler"))),
    ],
    GenreRegle.INCLUSION: [
        ("partie", champs.expression(_("Partie"), aide=_CODES)),
        ("tout", champs.expression(_("Tout qu’elle ne doit pas dépasser"))),
    ],
    GenreRegle.FLUX: [
        ("stock", champs.expression(_("Stock de départ de cet exercice"))),
        ("precedent", champs.expression(_("Stock d’arrivée de l’exercice précédent"))),
    ],
    GenreRegle.REQUIS_SI: [
        ("condition", champs.expression(_("Si ce nombre est positif"), aide=_CODES)),
        ("cible", champs.expression(_("alors ceci doit être rempli"))),
        ("positif", blocks.BooleanBlock(label=_("et positif"), required=False)),
    ],
    GenreRegle.INTERVALLE: [
        ("valeur", champs.expression(_("Valeur"), aide=_CODES)),
        ("minimum", _nombre(_("Minimum"))),
        ("maximum", _nombre(_("Maximum"))),
    ],
    GenreRegle.RATIO: [
        ("numerateur", champs.expression(_("Numérateur"), aide=_CODES)),
        ("denominateur", champs.expression(_("Dénominateur"))),
        ("minimum", _nombre(_("Minimum du rapport"), aide=_PART)),
        ("maximum", _nombre(_("Maximum du rapport"), aide=_PART)),
        ("seuil", _nombre(_("Seulement si le dénominateur atteint"))),
    ],
    GenreRegle.EVOLUTION: [
        ("valeur", champs.expression(_("Valeur"), aide=_CODES)),
        ("maximum", _nombre(_("Variation maximale"), requis=True, aide=_PART)),
    ],
    GenreRegle.CONCENTRATION: [
        ("tableau", champs.expression(_("Code du tableau"))),
        ("seuil", _nombre(_("Seulement si le total atteint"), requis=True)),
    ],
    GenreRegle.MENTION: [],
}
# Figures that the message of each kind may quote, between braces (`metier.definition.PLACES_MESSAGE`).
_PLACES: dict[GenreRegle, str] = {
    GenreRegle.PARTITION: "{parties} {total} {ecart}",
    GenreRegle.INCLUSION: "{partie} {tout} {ecart}",
    GenreRegle.FLUX: "{stock} {precedent} {ecart}",
    GenreRegle.REQUIS_SI: "{condition} {cible}",
    GenreRegle.INTERVALLE: "{valeur} {minimum} {maximum}",
    GenreRegle.RATIO: "{numerateur} {denominateur} {rapport} {rapport_pct} {minimum} {maximum}",
    GenreRegle.EVOLUTION: "{valeur} {precedent} {variation_pct}",
    GenreRegle.CONCENTRATION: "{total} {ligne}",
    GenreRegle.MENTION: "",
}
_ICONES = {
    GenreRegle.PARTITION: "collapse-down",
    GenreRegle.INCLUSION: "arrow-right",
    GenreRegle.FLUX: "history",
    GenreRegle.REQUIS_SI: "check",
    GenreRegle.INTERVALLE: "arrows-up-down",
    GenreRegle.RATIO: "cut",
    GenreRegle.EVOLUTION: "arrow-up",
    GenreRegle.CONCENTRATION: "circle-plus",
    GenreRegle.MENTION: "info-circle",
}
NOMS_COURTS = {
    GenreRegle.PARTITION: _("Partition"),
    GenreRegle.INCLUSION: _("Inclusion"),
    GenreRegle.FLUX: _("Stock et flux"),
    GenreRegle.REQUIS_SI: _("Requis si"),
    GenreRegle.INTERVALLE: _("Intervalle"),
    GenreRegle.RATIO: _("Rapport"),
    GenreRegle.EVOLUTION: _("Évolution"),
    GenreRegle.CONCENTRATION: _("Concentration"),
    GenreRegle.MENTION: _("Mention"),
}


class RegleBloc(blocks.StructBlock):
    """A coherence rule of one kind."""

    def __init__(self, genre: GenreRegle, **kwargs):
        places = _PLACES[genre]
        message = _("Dites les deux nombres et quoi faire. Valeurs à citer : %(places)s.") % {"places": places}
        mention = genre == GenreRegle.MENTION
        communs = [
            ("code", champs.code(tiret=True)),
            (
                "severite",
                blocks.ChoiceBlock(
                    label=_("Sévérité"),
                    choices=Severite.choices,
                    default=Severite.INFORMATION if mention else Severite.BLOQUANTE,
                ),
            ),
            *_PARAMETRES[genre],
            ("message", blocks.TextBlock(label=_("Message"), rows=2, help_text="" if mention else message)),
            ("portee", blocks.ChoiceBlock(label=_("Porte sur"), choices=Portee.choices, default=Portee.FEUILLE)),
            (
                "source",
                blocks.CharBlock(
                    label=_("Règle d’origine"), required=False, max_length=20, help_text=_("Par exemple R14.")
                ),
            ),
        ]
        super().__init__(
            communs,
            label=NOMS_COURTS[genre],
            icon=_ICONES[genre],
            label_format="{code} – {message}",
            **kwargs,
        )

    class Meta:
        form_layout = None


BLOCS_REGLES: list = [(genre.value, RegleBloc(genre)) for genre in GenreRegle]
