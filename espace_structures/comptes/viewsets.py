"""Accounts in the back office: Wagtail's own screens, with the guards of `droits` and mails instead of passwords."""

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, BulkActionsCheckboxColumn, Column, DateColumn
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets.button import Button
from wagtail.users.views import users as vues_wagtail
from wagtail.users.views.bulk_actions import AssignRoleBulkAction, DeleteBulkAction, SetActiveStateBulkAction

from portal.socle.choix import RechercheForm

from .droits import depasse, droits_accordes, groupes_accordables, peut_assister, peut_gerer, peut_reinitialiser
from .forms import CompteCreationForm, CompteEditForm
from .metier.ouverture import inviter, oublier_anciennes_adresses
from .models import Compte


def bouton_a_sa_place(compte: Compte) -> Button:
    adresse = reverse("cms_a_sa_place", args=(compte.pk,))
    return Button(_("Se connecter à sa place"), url=adresse, icon_name="user", priority=40)


class ListeComptes(vues_wagtail.IndexView):
    page_title = _("Comptes")
    add_item_label = _("Ouvrir un compte")

    @property
    def columns(self):
        return [
            BulkActionsCheckboxColumn("bulk_actions", obj_type="user"),
            self._get_title_column_class(vues_wagtail.UserColumn)(
                "name",
                accessor=str,
                label=_("Nom"),
                sort_key="name",
                get_url=self.get_edit_url,
                classname="name",
            ),
            Column("email", label=_("Adresse électronique"), sort_key="email", width="30%"),
            Column(
                "is_superuser",
                accessor=lambda compte: _("Administration") if compte.is_superuser else "",
                label=_("Accès"),
                sort_key="is_superuser",
            ),
            BooleanColumn("is_active", label=_("Actif"), sort_key="is_active"),
            DateColumn("last_login", label=_("Dernière connexion"), sort_key="last_login"),
        ]

    @cached_property
    def mes_droits(self) -> set[int]:
        return droits_accordes(self.request.user)

    def get_base_queryset(self):
        return super().get_base_queryset().prefetch_related("groups__permissions", "user_permissions")

    def get_edit_url(self, instance):
        hors_de_portee = not self.request.user.is_superuser and depasse(instance, self.mes_droits)
        return None if hors_de_portee else super().get_edit_url(instance)

    def get_list_more_buttons(self, instance):
        boutons = super().get_list_more_buttons(instance)
        if peut_assister(self.request.user, instance, siens=self.mes_droits):
            boutons.append(bouton_a_sa_place(instance))
        return boutons


class OuvertureCompte(vues_wagtail.CreateView):
    page_title = _("Ouvrir un compte")
    success_message = _("Compte de %(object)s ouvert : un lien pour choisir un mot de passe vient de lui être envoyé.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"par": self.request.user}

    def save_instance(self):
        compte = super().save_instance()
        inviter(compte)
        return compte


class GardeDuCompte:
    """Refuses to touch an account that has more rights than one's own."""

    def dispatch(self, request, *args, **kwargs):
        if not peut_gerer(request.user, self.object):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class ModificationCompte(GardeDuCompte, vues_wagtail.EditView):
    success_message = _("Compte de %(object)s enregistré.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"par": self.request.user}

    def save_instance(self):
        compte = super().save_instance()
        oublier_anciennes_adresses(compte)
        return compte

    @cached_property
    def header_more_buttons(self):
        boutons = super().header_more_buttons
        if peut_assister(self.request.user, self.object):
            boutons.append(bouton_a_sa_place(self.object))
        if peut_reinitialiser(self.request.user, self.object):
            adresse = reverse("cms_second_facteur", args=(self.object.pk,))
            boutons.append(Button(_("Réinitialiser son second facteur"), url=adresse, icon_name="key", priority=50))
        return boutons


class SuppressionCompte(vues_wagtail.DeleteView):
    def dispatch(self, request, *args, **kwargs):
        if not peut_gerer(request.user, self.get_object()):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class CompteViewSet(vues_wagtail.UserViewSet):
    menu_label = _("Comptes")
    index_view_class = ListeComptes
    add_view_class = OuvertureCompte
    edit_view_class = ModificationCompte
    delete_view_class = SuppressionCompte

    def get_form_class(self, for_update=False):
        return CompteEditForm if for_update else CompteCreationForm


class _GardeDesComptes:
    """In bulk as one by one: accounts with more rights are set aside and listed as out of reach."""

    def check_perm(self, obj):
        return super().check_perm(obj) and peut_gerer(self.request.user, obj)


class AttributionDeGroupe(_GardeDesComptes, AssignRoleBulkAction):
    def get_form(self, form_class=None):
        formulaire = super().get_form(form_class)
        formulaire.fields["role"].queryset = groupes_accordables(self.request.user)
        return formulaire


class ActivationEnNombre(_GardeDesComptes, SetActiveStateBulkAction):
    pass


class SuppressionEnNombre(_GardeDesComptes, DeleteBulkAction):
    pass


class RechercheCompte(RechercheForm):
    champs = ("first_name", "last_name", "email")


class _ListeDeChoix:
    filter_form_class = RechercheCompte
    ordering = ("last_name", "first_name")
    per_page = 25

    def get_object_list(self):
        return Compte.objects.filter(is_active=True)

    @property
    def columns(self):
        return [*super().columns, Column("email", label=_("Adresse électronique"))]


class ChoixDeCompte(_ListeDeChoix, ChooseView):
    pass


class ResultatsDeComptes(_ListeDeChoix, ChooseResultsView):
    pass


class CompteChooserViewSet(ChooserViewSet):
    """Window where one picks an account, by name or by address."""

    model = Compte
    icon = "user"
    choose_one_text = _("Choisir un compte")
    choose_another_text = _("Choisir un autre compte")
    edit_item_text = _("Modifier ce compte")
    choose_view_class = ChoixDeCompte
    choose_results_view_class = ResultatsDeComptes
