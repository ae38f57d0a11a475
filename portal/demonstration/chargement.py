"""Loading the demonstration once, all or nothing; refusing to touch a real portal; emptying it to start afresh."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import transaction
from django.test.utils import override_settings
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Locale, Page, Site

from espace_structures.bilans.metier.publication import publier
from espace_structures.bilans.metier.trame_fichier import TRAME_LIVREE
from espace_structures.bilans.models import Campagne, Trame
from espace_structures.structures.groupes import installer_groupes
from espace_structures.structures.models import Structure

from .acteurs import creer_comptes, creer_conventions, creer_financeurs, creer_structure
from .benevolat import charger_benevolat
from .campagnes import Campagnes, Troupe
from .jeu import EXERCICES, MARQUE, STRUCTURES, siret_fictif
from .roles import DOMAINE
from .vitrines import charger_vitrines

CODE_TRAME = "parrainage"


class DemonstrationRefusee(Exception):
    """The portal is not a demonstration, or may not become one; the message says why."""


def est_chargee() -> bool:
    """The fictional structures are there: the whole demonstration is, since it loads all or nothing."""
    sirets = [siret_fictif(rang + 1) for rang in range(len(STRUCTURES))]
    return Structure.objects.filter(siret__in=sirets, nom__contains=MARQUE).exists()


def refuser_un_vrai_portail() -> None:
    """Raises DemonstrationRefusee when somebody works here already."""
    reelles = Structure.objects.exclude(nom__contains=MARQUE)
    if reelles.exists():
        raise DemonstrationRefusee(
            _("Ce portail compte une structure réelle (« %(nom)s ») : la démonstration ne s’y charge pas.")
            % {"nom": reelles.order_by("nom").first()}
        )
    if Campagne.objects.exists() and not est_chargee():
        raise DemonstrationRefusee(
            _("Une campagne de bilans existe déjà sur ce portail : la démonstration ne s’y charge pas.")
        )


# Nobody stands behind these addresses: the steps played here write to no one.
@override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend")
@transaction.atomic
def charger(*, le: datetime, dire: Callable[[str], None]) -> None:
    """Load the gated space of the demonstration as if `le` were today; refuses on a portal where somebody works."""
    refuser_un_vrai_portail()
    call_command("importer_trame", str(TRAME_LIVREE), verbosity=0)
    financeurs = creer_financeurs()
    comptes = creer_comptes(financeurs)
    troupe = Troupe(animation=comptes[f"animation@{DOMAINE}"], instruction=comptes[f"instruction@{DOMAINE}"])
    campagnes = Campagnes(troupe, Trame.objects.get(code=CODE_TRAME), le, dire)
    for exercice in EXERCICES:
        for rang, fictive in enumerate(STRUCTURES):
            if rang not in troupe.structures and fictive.depuis <= exercice:
                troupe.structures[rang] = creer_structure(rang, comptes)
        for rang, (structure, _responsable) in troupe.structures.items():
            creer_conventions(rang, structure, financeurs, exercice)
        campagnes.jouer(exercice)
    for campagne in Campagne.objects.filter(exercice__lt=EXERCICES[-1]):
        publier(campagne, par=troupe.animation, le=le)
    dire(_("Les fiches et les actions…"))
    charger_vitrines(troupe.structures, animation=troupe.animation, le=le)
    dire(_("Les bénévoles…"))
    charger_benevolat(troupe.structures, le=le)


def vider() -> None:
    """Empty the whole database of a demonstration, and put back what its migrations had put there.

    Refuses on a portal that is not a demonstration.
    """
    if not est_chargee():
        raise DemonstrationRefusee(_("Ce portail n’est pas une démonstration : rien n’est vidé."))
    refuser_un_vrai_portail()
    for modele in (get_image_model(), get_document_model()):
        for objet in modele.objects.all():
            objet.delete()  # one by one: their files go with them
    droits = list(Permission.objects.values_list("content_type__app_label", "content_type__model", "codename", "name"))
    call_command("flush", interactive=False, verbosity=0)
    _remettre_les_droits(droits)
    _remettre_les_racines()


def _remettre_les_droits(droits: list[tuple[str, str, str, str]]) -> None:
    """Permissions that a migration created (that of submitting translations), which nothing else brings back."""
    ContentType.objects.clear_cache()
    for application, modele, codename, nom in droits:
        Permission.objects.get_or_create(
            content_type=ContentType.objects.get_or_create(app_label=application, model=modele)[0],
            codename=codename,
            defaults={"name": nom},
        )


def _remettre_les_racines() -> None:
    """The root page, the root collection, the languages and the groups, as after `migrate` on a new database."""
    Site.clear_site_root_paths_cache()
    langue, _creee = Locale.objects.get_or_create(language_code="fr")
    Page.add_root(title="Root", slug="root", content_type=ContentType.objects.get_for_model(Page), locale=langue)
    Collection.add_root(name="Root")
    installer_groupes()
