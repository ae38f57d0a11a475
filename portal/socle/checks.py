"""House rules as Django system checks: `manage.py check`, `runserver`, `migrate` and the tests refuse to break them."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver
from taggit.models import ItemBase
from wagtail.fields import StreamField

from .champs import FluxField

SECURITE = "django.middleware.security.SecurityMiddleware"
FICHIERS = "whitenoise.middleware.WhiteNoiseMiddleware"
AUTHENTIFICATION = "django.contrib.auth.middleware.AuthenticationMiddleware"
ESPACE_FERME = "portal.socle.middleware.EspaceFermeMiddleware"
ENTREES = "portal.socle.entrees.requetes.EntreesMiddleware"
POLITIQUE = "portal.socle.middleware.PolitiqueDeSecuriteMiddleware"

PIECES = ("portal.", "home", "actualites", "espace_structures.")
PREFIXE_BACK_OFFICE = "cms/"


def est_de_la_maison(config: AppConfig) -> bool:
    """Whether an application is one of the rooms, or the ground."""
    return config.name.startswith(PIECES)


# --- Settings ---------------------------------------------------------------------------------------------------------


def defauts_des_middlewares(chaine: Sequence[str]) -> list[CheckMessage]:
    """What is wrong in the order of the middleware."""
    defauts: list[CheckMessage] = []
    if list(chaine[:2]) != [SECURITE, FICHIERS]:
        defauts.append(
            Error(
                "WhiteNoise must stand right after SecurityMiddleware, both first.",
                hint="Anything before them is paid at each static file.",
                id="portail.E001",
            )
        )
    if ESPACE_FERME not in chaine or AUTHENTIFICATION not in chaine[: list(chaine).index(ESPACE_FERME)]:
        defauts.append(
            Error(
                "EspaceFermeMiddleware must stand after AuthenticationMiddleware.",
                hint="Without it every screen of the gated space is open to visitors.",
                id="portail.E002",
            )
        )
    if ENTREES not in chaine:
        defauts.append(
            Error("EntreesMiddleware is missing: what is typed or pasted reaches views as it is.", id="portail.E005")
        )
    if POLITIQUE not in chaine:
        defauts.append(
            Error("PolitiqueDeSecuriteMiddleware is missing: pages leave without a policy.", id="portail.E003")
        )
    return defauts


def defauts_de_la_traduction(synchronise: bool) -> list[CheckMessage]:
    """wagtail-localize must not publish by itself: untranslated French would go live under /en/."""
    if not synchronise:
        return []
    return [
        Error(
            "WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE must be False.",
            hint="True publishes untranslated pages and corrupts the tree (wagtail-localize#773).",
            id="portail.E004",
        )
    ]


# --- Models -----------------------------------------------------------------------------------------------------------


def defauts_du_modele(modele: type[Model]) -> list[CheckMessage]:
    """What a model of ours does that the house forbids."""
    return [*_nom(modele), *_sauvegarde(modele), *_flux(modele), *_contraintes(modele)]


def _nom(modele: type[Model]) -> Iterator[CheckMessage]:
    poses: dict[str, Any] = modele._meta.original_attrs
    if issubclass(modele, ItemBase):
        return  # the link between a tag and a page: nobody ever reads its name
    if not {"verbose_name", "verbose_name_plural"} <= set(poses):
        yield Error(
            "A model says its French name in the singular and in the plural.",
            hint="Set Meta.verbose_name and Meta.verbose_name_plural.",
            obj=modele,
            id="portail.E010",
        )


def _sauvegarde(modele: type[Model]) -> Iterator[CheckMessage]:
    if "save" in vars(modele):
        yield Error(
            "A model does not override save().",
            hint="bulk_create, update and fixtures would not go through it: use a function of metier/.",
            obj=modele,
            id="portail.E011",
        )


def _flux(modele: type[Model]) -> Iterator[CheckMessage]:
    for champ in modele._meta.local_fields:
        if isinstance(champ, StreamField) and not isinstance(champ, FluxField):
            yield Error(
                f"The StreamField “{champ.name}” is not a FluxField.",
                hint="Its blocks would be written into every migration.",
                obj=modele,
                id="portail.E012",
            )


def _contraintes(modele: type[Model]) -> Iterator[CheckMessage]:
    for contrainte in modele._meta.constraints:
        if not contrainte.name.startswith(f"{modele._meta.app_label}_"):
            yield Error(
                f"The name of the constraint “{contrainte.name}” does not start with the room's.",
                hint="Names are shared by the whole database.",
                obj=modele,
                id="portail.E013",
            )


# --- Addresses --------------------------------------------------------------------------------------------------------


def defauts_des_adresses(motifs: Sequence[URLPattern | URLResolver]) -> list[CheckMessage]:
    """Screens of the gated rooms that are reached without going through the door “espace”, and unnamed ones."""
    defauts: list[CheckMessage] = []
    for motif, chemin, espaces in _parcourir(motifs, "", ()):
        if getattr(motif.callback, "ouverte_a_tous", False):
            continue
        module = getattr(motif.callback, "view_class", motif.callback).__module__ or ""
        if "espace" in espaces:
            if not motif.name:
                defauts.append(Error(f"The address “{chemin}” has no name.", id="portail.E021"))
        elif module.startswith("espace_structures.") and not chemin.startswith(PREFIXE_BACK_OFFICE):
            defauts.append(
                Error(
                    f"The screen “{chemin}” of {module} is outside the namespace “espace”: it is open to visitors.",
                    hint="Mark the view with portal.socle.vues.ouverte_a_tous if visitors are meant to reach it.",
                    id="portail.E020",
                )
            )
    return defauts


def _parcourir(
    motifs: Sequence[URLPattern | URLResolver], prefixe: str, espaces: tuple[str, ...]
) -> Iterator[tuple[URLPattern, str, tuple[str, ...]]]:
    for motif in motifs:
        chemin = prefixe + str(motif.pattern)
        if isinstance(motif, URLPattern):
            yield motif, chemin, espaces
        else:
            suite = espaces if motif.namespace is None else (*espaces, motif.namespace)
            yield from _parcourir(motif.url_patterns, chemin, suite)


# --- What Django calls ------------------------------------------------------------------------------------------------


@register("portail")
def verifier_les_reglages(**_kwargs: Any) -> list[CheckMessage]:
    synchronise = getattr(settings, "WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE", True)
    return defauts_des_middlewares(settings.MIDDLEWARE) + defauts_de_la_traduction(synchronise)


@register("portail")
def verifier_les_modeles(**_kwargs: Any) -> list[CheckMessage]:
    return [
        defaut
        for config in apps.get_app_configs()
        if est_de_la_maison(config)
        for modele in config.get_models()
        for defaut in defauts_du_modele(modele)
    ]


@register("portail")
def verifier_les_adresses(**_kwargs: Any) -> list[CheckMessage]:
    return defauts_des_adresses(get_resolver().url_patterns)
