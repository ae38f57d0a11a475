"""A mail written for one language: its subject, its text, its HTML, in the words of the animation where it has some."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from .corps import VariableAbsente, autour_du_bouton, en_html, en_texte, remplir
from .registre import Courriel
from .remise import Contenu
from .textes import texte_modifie
from .valeurs import ecrire_toutes

journal = logging.getLogger(__name__)


def rediger(courriel: Courriel, valeurs: Mapping[str, object], langue: str, *, repondre_a: str = "") -> Contenu:
    """An edited text never breaks a mail: when it quotes what the mail does not give, the portal's is used."""
    modifie = texte_modifie(courriel.cle, langue)
    if modifie is not None:
        try:
            return composer(courriel, modifie.objet, modifie.corps, valeurs, langue, repondre_a=repondre_a)
        except VariableAbsente as absente:
            journal.warning("Mail %s (%s): edited text set aside, no value for {%s}.", courriel.cle, langue, absente)
    version = courriel.en(langue)
    return composer(courriel, version.objet, version.corps, valeurs, langue, repondre_a=repondre_a)


def composer(
    courriel: Courriel, objet: str, corps: str, valeurs: Mapping[str, object], langue: str, *, repondre_a: str = ""
) -> Contenu:
    """This subject and this body, with the button and the reason of the mail."""
    version = courriel.en(langue)
    with translation.override(langue):
        ecrites = ecrire_toutes({**valeurs, "repondre_a": repondre_a})
        # One line; a plain split() would also undo non-breaking spaces.
        sujet = " ".join(remplir(objet, ecrites).strip().splitlines())
        contexte = {
            "NOM_PORTAIL": settings.WAGTAIL_SITE_NAME,
            "objet": sujet,
            "bouton_url": ecrites.get("lien", ""),
            "bouton_texte": version.bouton,
            "raison": remplir(version.raison, ecrites),
        }
        avant, apres = autour_du_bouton(corps)
        en_deux = {"corps": en_texte(avant, ecrites), "suite": en_texte(apres, ecrites)}
        texte = render_to_string("courriels/courriel.txt", contexte | en_deux)
        en_deux = {"corps": en_html(avant, ecrites), "suite": en_html(apres, ecrites)}
        html = render_to_string("courriels/courriel.html", contexte | en_deux)
    return Contenu(sujet, texte.strip() + "\n", html, repondre_a)


def exemple(courriel: Courriel, langue: str, *, objet: str = "", corps: str = "") -> Contenu:
    """The mail with the name of each value in the place of it, to look at: its words, or others."""
    version = courriel.en(langue)
    valeurs: dict[str, object] = {nom: f"[{libelle}]" for nom, libelle in version.valeurs.items()}
    valeurs["lien"] = settings.WAGTAILADMIN_BASE_URL if courriel.a_un_bouton else ""
    if objet or corps:
        return composer(courriel, objet, corps, valeurs, langue, repondre_a=f"[{version.reponse}]")
    return rediger(courriel, valeurs, langue, repondre_a=f"[{version.reponse}]")
