"""The forms of Wagtail's editor: what a structure may place in its pages, and how what is typed is tidied."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField
from wagtail.images import get_image_model
from wagtail.models import Page

from portal.socle.geographie.communes import commune
from portal.socle.parametres import lire_identifiant

from ..droits import PagesAPortee

_LIEN = re.compile(r"<a\b[^>]*>")
_ATTRIBUT = re.compile(r'\b(linktype|id)="([^"]*)"')


class PageDeStructureForm(WagtailAdminPageForm):
    """What every page of a structure checks: nothing of another structure enters it, by a window or by its number."""

    motif_intervention = forms.CharField(
        label=gettext_lazy("Pourquoi vous modifiez cette page"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "La structure qui l’a écrite reçoit ce texte par courriel quand vous publiez. Laissez vide pendant une "
            "relecture : votre réponse lui parvient déjà."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.perimetre = PagesAPortee.de(self.for_user) if self.for_user is not None else None
        if "motif_intervention" in self.fields and not self._est_d_ailleurs():
            del self.fields["motif_intervention"]

    def clean(self):
        lu = super().clean()
        self._placer(self)
        if self.perimetre is not None and not self.perimetre.est_libre:
            self._refuser_les_fichiers_d_autrui(self)
            self._refuser_les_liens_d_autrui(lu)
        if self._publie_a_la_place() and not lu.get("motif_intervention", "").strip():
            self.add_error(
                "motif_intervention", _("Dites à la structure pourquoi vous modifiez sa page : elle recevra ce texte.")
            )
        return lu

    def is_valid(self):
        valide = super().is_valid()
        for formulaire in self._enfants():
            self._placer(formulaire)
            if self.perimetre is not None and not self.perimetre.est_libre:
                self._refuser_les_fichiers_d_autrui(formulaire)
                valide = valide and not formulaire.errors
        return valide

    def _est_d_ailleurs(self) -> bool:
        """Somebody outside the structure, on a page that exists."""
        return self.perimetre is not None and self.instance.pk is not None and not self.perimetre.ecrit(self.instance)

    def _publie_a_la_place(self) -> bool:
        return "motif_intervention" in self.fields and bool(self.data.get("action-publish")) and self.instance.live

    def _enfants(self) -> Iterator[forms.ModelForm]:
        """Forms of the rows of the page that were filled in and stay."""
        if not self.is_bound:
            return
        for nom, groupe in self.formsets.items():
            if nom == "comments":
                continue
            for formulaire in groupe.forms:
                if hasattr(formulaire, "cleaned_data") and not formulaire.cleaned_data.get("DELETE"):
                    yield formulaire

    @staticmethod
    def _placer(formulaire: forms.ModelForm) -> None:
        """The pin stands at the centre of the commune, unless someone moved it."""
        lu = formulaire.cleaned_data
        if "code_commune" not in lu:
            return
        trouvee = lu["code_commune"] if not isinstance(lu["code_commune"], str) else commune(lu["code_commune"])
        if trouvee is not None and not lu.get("position_corrigee"):
            for champ in ("latitude", "longitude"):
                lu[champ] = getattr(trouvee, champ)
                setattr(formulaire.instance, champ, lu[champ])

    def _refuser_les_fichiers_d_autrui(self, formulaire: forms.ModelForm) -> None:
        """A file is placed from one's own collection; the one that was there already may stay."""
        for champ in formulaire.changed_data:
            objet = formulaire.cleaned_data.get(champ)
            if isinstance(objet, get_image_model() | get_document_model()) and not self._est_sien(objet):
                formulaire.add_error(champ, _("Choisissez un fichier de la médiathèque de votre structure."))

    def _est_sien(self, fichier) -> bool:
        return fichier.collection_id in {collection.pk for collection in self.perimetre.collections_lues}

    def _refuser_les_liens_d_autrui(self, lu: dict) -> None:
        """Links of rich text name pages and documents by number: only those that the windows would have offered."""
        for champ in self.instance._meta.get_fields():
            if isinstance(champ, RichTextField) and champ.name in lu and champ.name in self.changed_data:
                pages, documents = liens_de(lu[champ.name])
                siennes = self.perimetre.pages_liables(Page.objects.filter(pk__in=pages))
                autres = get_document_model().objects.filter(pk__in=documents)
                if siennes.count() < len(pages) or not all(self._est_sien(document) for document in autres):
                    self.add_error(
                        champ.name,
                        ValidationError(
                            _("Un lien mène à une page ou à un document qui n’est pas à vous : retirez-le.")
                        ),
                    )


def liens_de(texte: str) -> tuple[set[int], set[int]]:
    """Numbers of the pages and of the documents that a rich text links to."""
    pages, documents = set(), set()
    for balise in _LIEN.findall(texte or ""):
        attributs = dict(_ATTRIBUT.findall(balise))
        pk = lire_identifiant(attributs.get("id", ""))
        if pk is not None:
            {"page": pages, "document": documents}.get(attributs.get("linktype", ""), set()).add(pk)
    return pages, documents
