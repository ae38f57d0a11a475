"""Invitations and requests to join, as the animation reads them; they are answered on the members' screen."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from portal.socle.viewsets import BaseViewSet, LectureSeule

from ..filtres import DemandeFiltres, InvitationFiltres
from ..models import DemandeAdhesion, Invitation, Structure


def ecran_des_membres(organisation) -> str:
    """Address of the screen where the members of a structure or a funder are managed."""
    genre = "structures" if isinstance(organisation, Structure) else "financeurs"
    return reverse("espace:membres", args=[genre, organisation.pk])


def etat_de(invitation: Invitation) -> str:
    """Where an invitation stands, in a word."""
    if invitation.acceptee_le:
        return _t("Acceptée")
    if invitation.annulee_le:
        return _t("Annulée")
    return _t("Expirée") if invitation.expire_le <= timezone.now() else _t("En attente")


class InvitationViewSet(BaseViewSet):
    model = Invitation
    icon = "mail"
    menu_label = _("Invitations")
    relations = ("structure", "financeur", "invitee_par")
    list_display = [
        TitleColumn(
            "courriel",
            label=_("Adresse électronique"),
            sort_key="courriel",
            get_url=lambda invitation: ecran_des_membres(invitation.organisation),
        ),
        Column("organisation", label=_("Structure ou financeur"), accessor="organisation"),
        Column("role", label=_("Rôle"), accessor="get_role_lisible", sort_key="role"),
        Column("etat", label=_("État"), accessor=etat_de),
        DateColumn("envoyee_le", label=_("Envoyée"), sort_key="envoyee_le"),
        Column("invitee_par", label=_("Par"), accessor=lambda invitation: invitation.invitee_par or ""),
    ]
    search_fields = ["courriel", "structure__nom", "financeur__nom"]
    filterset_class = InvitationFiltres
    list_export = ["courriel", "organisation", "get_role_lisible", "envoyee_le", "expire_le", "acceptee_le"]
    export_headings = {"organisation": _("Structure ou financeur"), "get_role_lisible": _("Rôle")}
    export_filename = "invitations"
    # What the mail carries stays a secret, its digest too.
    inspect_view_fields = ["courriel", "role", "message", "creee_le", "envoyee_le", "expire_le", "acceptee_le"]

    @property
    def permission_policy(self):
        return LectureSeule(self.model)


class DemandeViewSet(BaseViewSet):
    model = DemandeAdhesion
    icon = "user"
    menu_label = _("Demandes d’adhésion")
    relations = ("structure",)
    list_display = [
        TitleColumn(
            "nom",
            label=_("Personne"),
            accessor=lambda demande: f"{demande.prenom} {demande.nom}",
            sort_key="nom",
            get_url=lambda demande: ecran_des_membres(demande.structure),
        ),
        Column("courriel", label=_("Adresse électronique"), sort_key="courriel"),
        Column("structure", label=_("Structure"), accessor="structure", sort_key="structure__nom"),
        Column("etat", label=_("État"), accessor="get_etat_display", sort_key="etat"),
        DateColumn("creee_le", label=_("Reçue"), sort_key="creee_le"),
    ]
    search_fields = ["nom", "prenom", "courriel", "structure__nom"]
    filterset_class = DemandeFiltres
    list_export = ["prenom", "nom", "courriel", "structure.nom", "get_etat_display", "creee_le"]
    export_headings = {"structure.nom": _("Structure"), "get_etat_display": _("État")}
    export_filename = "demandes-adhesion"
    inspect_view_fields = ["prenom", "nom", "courriel", "fonction", "structure", "etat", "message", "motif", "creee_le"]

    @property
    def permission_policy(self):
        return LectureSeule(self.model)
