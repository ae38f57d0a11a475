"""Who belongs to which structure or funder, who moderates what, in the back office."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column

from portal.socle.viewsets import BaseViewSet, SansSuppression

from ..filtres import MembreFinanceurFiltres, MembreStructureFiltres, ModerateurFiltres
from ..forms.back_office import MembreForm
from ..models import MembreFinanceur, MembreStructure, Moderateur
from .suivi_des_membres import CreationSuivie, ModificationSuivie, structure_ou_financeur

_COMPTE_EXPORTE = ["compte.last_name", "compte.first_name", "compte.email"]
_ENTETES = {
    "compte.last_name": _("Nom"),
    "compte.first_name": _("Prénom"),
    "compte.email": _("Adresse électronique"),
    "structure.nom": _("Structure"),
    "financeur.nom": _("Financeur"),
    "get_role_display": _("Rôle"),
    "get_departement_display": _("Département"),
}
_COURRIEL = Column("courriel", label=_("Adresse électronique"), accessor="compte.email", sort_key="compte__email")
_ROLE = Column("role", label=_("Rôle"), accessor="get_role_display", sort_key="role")
_ACTIF = BooleanColumn("actif", label=_("Actif"), sort_key="actif")
_COMPTE_CHERCHE = ["compte__last_name", "compte__first_name", "compte__email"]


class CreationDeMembre(CreationSuivie):
    def organisation(self, objet):
        return structure_ou_financeur(objet)


class ModificationDeMembre(ModificationSuivie):
    def organisation(self, objet):
        return structure_ou_financeur(objet)


class MembreViewSet(BaseViewSet):
    """What both kinds of members share: nobody is erased, who and where are chosen once."""

    icon = "user"
    add_view_class = CreationDeMembre
    edit_view_class = ModificationDeMembre

    @property
    def permission_policy(self):
        return SansSuppression(self.model)


class MembreStructureViewSet(MembreViewSet):
    model = MembreStructure
    menu_label = _("Membres des structures")
    relations = ("compte", "structure")
    list_display = [
        "compte",
        _COURRIEL,
        Column("structure", label=_("Structure"), accessor="structure", sort_key="structure__nom"),
        _ROLE,
        _ACTIF,
    ]
    search_fields = [*_COMPTE_CHERCHE, "structure__nom"]
    filterset_class = MembreStructureFiltres
    list_export = [*_COMPTE_EXPORTE, "structure.nom", "get_role_display", "actif"]
    export_headings = _ENTETES
    export_filename = "membres-structures"
    edit_handler = ObjectList(
        [
            FieldPanel("compte"),
            FieldPanel("structure"),
            FieldRowPanel([FieldPanel("role"), FieldPanel("actif")]),
        ],
        base_form_class=MembreForm,
    )


class MembreFinanceurViewSet(MembreViewSet):
    model = MembreFinanceur
    menu_label = _("Membres des financeurs")
    relations = ("compte", "financeur")
    list_display = [
        "compte",
        _COURRIEL,
        Column("financeur", label=_("Financeur"), accessor="financeur", sort_key="financeur__nom"),
        _ROLE,
        _ACTIF,
    ]
    search_fields = [*_COMPTE_CHERCHE, "financeur__nom"]
    filterset_class = MembreFinanceurFiltres
    list_export = [*_COMPTE_EXPORTE, "financeur.nom", "get_role_display", "actif"]
    export_headings = _ENTETES
    export_filename = "membres-financeurs"
    edit_handler = ObjectList(
        [
            FieldPanel("compte"),
            FieldPanel("financeur"),
            FieldRowPanel([FieldPanel("role"), FieldPanel("actif")]),
        ],
        base_form_class=MembreForm,
    )


class ModerateurViewSet(BaseViewSet):
    model = Moderateur
    icon = "clipboard-list"
    menu_label = _("Modération des départements")
    relations = ("compte",)
    list_display = [
        "compte",
        _COURRIEL,
        Column("departement", label=_("Département"), accessor="get_departement_display", sort_key="departement"),
        _ACTIF,
    ]
    search_fields = _COMPTE_CHERCHE
    filterset_class = ModerateurFiltres
    list_export = [*_COMPTE_EXPORTE, "get_departement_display", "actif"]
    export_headings = _ENTETES
    export_filename = "moderation"
    edit_handler = ObjectList(
        [FieldPanel("compte"), FieldRowPanel([FieldPanel("departement"), FieldPanel("actif")])],
        base_form_class=MembreForm,
    )

    @property
    def permission_policy(self):
        return SansSuppression(self.model)
