"""What a structure asks of the animation about its pages: correct its name or SIRET, take a page off the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from espace_structures.comptes.models import Compte
from espace_structures.structures.metier.courriels import Message, ecrire_aux_comptes
from espace_structures.structures.metier.organisations import animation
from espace_structures.structures.models import Moderateur, Structure
from portal.socle.courriels import adresse_absolue

from ..models import ActionPage, FichePage
from .destinataires import structure_de

if TYPE_CHECKING:
    from django.db.models import QuerySet


class DemandeRefusee(Exception):
    """The request makes no sense now; the message says why."""


@transaction.atomic
def demander_correction(structure: Structure, *, par: Compte, message: str) -> None:
    """Write to the animation what is wrong in the name or the SIRET."""
    ecrire_aux_comptes(
        animation(),
        lambda: Message(
            objet=_("Correction demandée pour « %(structure)s »") % {"structure": structure.nom},
            phrases=[
                _("%(personne)s (%(adresse)s) demande une correction de ce que seule l’animation modifie.")
                % {"personne": par, "adresse": par.email},
                _("Nom : %(nom)s. SIRET : %(siret)s.") % {"nom": structure.nom, "siret": structure.siret},
            ],
            citation=message,
            raison=_("Vous recevez ce message parce que vous faites partie de l’animation régionale."),
            bouton=(
                adresse_absolue(reverse("wagtailsnippets_structures_structure:edit", args=[structure.pk])),
                _("Ouvrir la structure"),
            ),
        ),
    )


@transaction.atomic
def retirer_du_site(page: FichePage | ActionPage, *, par: Compte, message: str) -> bool:
    """Take the page off the site: at once for whoever may publish it, otherwise ask those who moderate. True when done.

    The page keeps its text: it can be published again.
    """
    page = type(page).objects.select_for_update(of=("self", "page_ptr")).get(pk=page.pk)
    if not page.live:
        raise DemandeRefusee(_("Cette page n’est plus sur le site : il n’y a rien à retirer."))
    if page.permissions_for_user(par).can_unpublish():
        page.unpublish(user=par, log_action=True)
        return True
    ecrire_aux_comptes(
        _moderation(structure_de(page)),
        lambda: Message(
            objet=_("Retrait demandé : « %(titre)s »") % {"titre": page.title},
            phrases=[
                _("%(personne)s (%(adresse)s) demande que cette page quitte le site.")
                % {"personne": par, "adresse": par.email}
            ],
            citation=message,
            raison=_("Vous recevez ce message parce que vous relisez les pages de cette structure."),
            bouton=(
                adresse_absolue(reverse("wagtailadmin_pages:unpublish", args=[page.pk])),
                _("Dépublier la page"),
            ),
        ),
    )
    return False


def _moderation(structure: Structure) -> QuerySet[Compte]:
    """The animation, and those who moderate the départements of the structure."""
    departements = list(structure.implantations.values_list("departement", flat=True))
    moderateurs = Moderateur.objects.actifs().filter(departement__in=departements).values("compte")
    return Compte.objects.filter(Q(pk__in=animation().values("pk")) | Q(pk__in=moderateurs))
