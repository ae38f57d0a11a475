"""Sections of a trame and what stands in them: tables and single questions."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal.socle.formulaires.back_office import EntierBlock

from ..enums import TypeReponse
from . import champs

# A table holds one type of answers; a choice among options is a question.
TYPES_TABLEAU = [(valeur, libelle) for valeur, libelle in TypeReponse.choices if valeur != TypeReponse.CHOIX]


class ChoixBloc(blocks.StructBlock):
    """An answer proposed by a question."""

    code = champs.code()
    libelle = champs.libelle()

    class Meta:
        label = _("Réponse proposée")
        label_format = "{libelle}"
        icon = "list-ul"


class LigneBloc(blocks.StructBlock):
    """A row of a table."""

    code = champs.code()
    libelle = champs.libelle()
    dont = blocks.BooleanBlock(
        label=_("« dont » : hors des totaux"),
        required=False,
        help_text=_("Cochez si ces personnes sont déjà comptées dans d’autres lignes."),
    )
    aide = champs.aide()
    definition = champs.definition()

    class Meta:
        label = _("Ligne")
        label_format = "{code} – {libelle}"
        icon = "bars"
        form_layout = blocks.BlockGroup(children=["code", "libelle", "dont"], settings=["aide", "definition"])


class ColonneBloc(blocks.StructBlock):
    """A column of a table, under a first header level when it has a group."""

    code = champs.code()
    libelle = champs.libelle(200)
    groupe = blocks.CharBlock(
        label=_("Groupe"),
        required=False,
        max_length=200,
        help_text=_("Titre commun à plusieurs colonnes voisines, au-dessus d’elles."),
    )
    dont = blocks.BooleanBlock(label=_("« dont » : hors des totaux"), required=False)

    class Meta:
        label = _("Colonne")
        label_format = "{code} – {libelle}"
        icon = "table"
        form_layout = blocks.BlockGroup(children=["code", "libelle"], settings=["groupe", "dont"])


class TableauBloc(blocks.StructBlock):
    """A table: rows × columns of one type of answer."""

    code = champs.code(aide=_("Les cases s’appelleront code.ligne.colonne, par exemple C2.18_21.F."))
    titre = blocks.CharBlock(label=_("Titre"), max_length=300)
    type = blocks.ChoiceBlock(label=_("Type des réponses"), choices=TYPES_TABLEAU, default=TypeReponse.EFFECTIF)
    aide = champs.aide()
    definition = champs.definition()
    obligatoire = blocks.BooleanBlock(
        label=_("Obligatoire"), required=False, help_text=_("Chaque case doit être remplie pour transmettre le bilan.")
    )
    intitule_lignes = blocks.CharBlock(
        label=_("En-tête de la colonne des libellés"),
        required=False,
        max_length=200,
        help_text=_("Par exemple « Âge »."),
    )
    colonnes = blocks.ListBlock(ColonneBloc(), label=_("Colonnes"), min_num=1, collapsed=True)
    lignes = blocks.ListBlock(LigneBloc(), label=_("Lignes"), min_num=1, collapsed=True)
    grisees = blocks.ListBlock(
        blocks.CharBlock(label=_("Case"), max_length=61),
        label=_("Cases grisées"),
        default=[],
        help_text=_("Cases sans objet, écrites ligne.colonne."),
    )

    class Meta:
        label = _("Tableau")
        label_format = "{code} – {titre}"
        icon = "table"
        form_layout = blocks.BlockGroup(
            children=["code", "titre", "aide", "definition", "lignes", "colonnes"],
            settings=["type", "obligatoire", "intitule_lignes", "grisees"],
        )


class QuestionBloc(blocks.StructBlock):
    """A single question."""

    code = champs.code()
    libelle = champs.libelle()
    type = blocks.ChoiceBlock(label=_("Type de réponse"), choices=TypeReponse.choices, default=TypeReponse.EFFECTIF)
    aide = champs.aide()
    definition = champs.definition()
    obligatoire = blocks.BooleanBlock(label=_("Obligatoire"), required=False)
    calcul = champs.expression(
        _("Calcul"),
        requise=False,
        aide=_("Pour un nombre que le portail calcule : des codes séparés par + ou -, par exemple B1 + B2."),
    )
    ponderation = blocks.CharBlock(
        label=_("Pondération"),
        required=False,
        max_length=200,
        help_text=_("Pour une moyenne ou un pourcentage : le code du nombre qui le pondère dans une consolidation."),
    )
    longueur = EntierBlock(
        label=_("Longueur maximale"),
        required=False,
        min_value=1,
        max_value=10_000,
        help_text=_("Pour un texte : nombre de caractères au plus."),
    )
    choix = blocks.ListBlock(
        ChoixBloc(), label=_("Réponses proposées"), default=[], help_text=_("Pour un choix : la liste des réponses.")
    )

    class Meta:
        label = _("Question")
        label_format = "{code} – {libelle}"
        icon = "help"
        form_layout = blocks.BlockGroup(
            children=["code", "libelle", "type", "aide", "definition"],
            settings=["obligatoire", "calcul", "ponderation", "longueur", "choix"],
        )


class ElementsBloc(blocks.StreamBlock):
    """What stands in a section, in order."""

    tableau = TableauBloc()
    question = QuestionBloc()


class SectionBloc(blocks.StructBlock):
    """A screen of the entry."""

    code = champs.code(20)
    titre = blocks.CharBlock(label=_("Titre"), max_length=200)
    aide = blocks.TextBlock(
        label=_("Aide"), required=False, rows=2, help_text=_("Affichée en tête de l’écran de saisie.")
    )
    elements = ElementsBloc(label=_("Tableaux et questions"), collapsed=True)

    class Meta:
        label = _("Section")
        label_format = "{code} – {titre}"
        icon = "folder-open-inverse"


BLOCS_SECTIONS: list = [("section", SectionBloc())]
