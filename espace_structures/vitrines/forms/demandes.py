"""A word to the animation: correct the name or the SIRET, take a page off the site."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.socle.formulaires import TexteField
from portal.socle.formulaires.nus import FormulaireNu, requis

LONGUEUR = 1500


class CorrectionForm(FormulaireNu):
    """What is wrong in what only the animation may change."""

    message = TexteField(
        label=_("Ce qui est à corriger"),
        longueur=LONGUEUR,
        required=True,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Par exemple : « Nous avons changé de nom le 1er mars ; le SIRET est le même. »"),
        error_messages=requis(_("Dites ce qui est à corriger.")),
    )


class RetraitForm(FormulaireNu):
    """Why a page should leave the site."""

    message = TexteField(
        label=_("Pourquoi retirer cette page"),
        longueur=LONGUEUR,
        required=True,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Une personne photographiée a changé d’avis, l’action n’a pas eu lieu… Une phrase suffit."),
        error_messages=requis(_("Dites en une phrase pourquoi cette page doit quitter le site.")),
    )
