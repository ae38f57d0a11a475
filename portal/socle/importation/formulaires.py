"""The file to import, and the question about its columns."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .lecture import LIMITES
from .lignes import NOTE
from .tables import COMPLEMENT, ColonneDuFichier, Table

EXTENSIONS = (".csv", ".txt", ".tsv", ".xlsx", ".ods", ".xls")  # .xls to say what to do with it
A_DIRE, NE_PAS_LIRE = "?", "-"


class ImportationForm(forms.Form):
    """A file to import; what it holds is judged by the reading."""

    fichier = forms.FileField(
        label=gettext_lazy("Fichier"),
        widget=forms.FileInput(attrs={"accept": ",".join(EXTENSIONS)}),
        error_messages={
            "required": gettext_lazy("Choisissez un fichier."),
            "empty": gettext_lazy("Le fichier est vide : remplissez le modèle, enregistrez-le, puis recommencez."),
        },
    )

    def __init__(self, *args, lignes: int = 2000, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["fichier"].help_text = _("CSV, XLSX ou ODS, 2 Mo et %(lignes)s lignes au plus.") % {
            "lignes": f"{lignes:,}".replace(",", "\u202f")
        }

    def clean_fichier(self):
        fichier = self.cleaned_data["fichier"]
        if not fichier.name.casefold().endswith(EXTENSIONS):
            raise ValidationError(
                _("Ce fichier n’est ni un CSV, ni un XLSX, ni un ODS : enregistrez-le dans l’un de ces formats.")
            )
        if fichier.size > LIMITES.octets:
            raise ValidationError(_("Le fichier dépasse 2 Mo : découpez-le en plusieurs fichiers."))
        return fichier


class ColonnesForm(forms.Form):
    """What each column of the file is; `usuelle`: the same table, understood without what was said before."""

    def __init__(self, *args, table: Table, usuelle: Table, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.table = table
        self._usuelles = {colonne.cle: colonne.code for colonne in usuelle.colonnes}
        notres = [choix for colonne in table.attendues for choix in _choix(colonne)]
        for colonne in table.colonnes:
            self.fields[_nom(colonne)] = forms.ChoiceField(
                label=colonne.titre,
                choices=[
                    (A_DIRE, _("À choisir")),
                    (NE_PAS_LIRE, _("Ne pas lire cette colonne")),
                    *notres,
                    (NOTE.code, NOTE.titre),
                ],
                initial=colonne.code or (A_DIRE if colonne.est_suspecte else NE_PAS_LIRE),
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    def lignes(self):
        """Each column of the file with its field."""
        return [(colonne, self[_nom(colonne)]) for colonne in self.table.colonnes]

    def clean(self):
        donnees = super().clean() or {}
        dits: dict[str, str] = {}
        for colonne in self.table.colonnes:
            code = donnees.get(_nom(colonne), A_DIRE)
            if code == A_DIRE:
                self.add_error(_nom(colonne), _("Dites ce qu’est cette colonne, ou de ne pas la lire."))
            elif code != NE_PAS_LIRE and code in dits:
                self.add_error(
                    _nom(colonne), _("« %(autre)s » est déjà cette colonne : choisissez.") % {"autre": dits[code]}
                )
            dits.setdefault(code, colonne.titre)
        manquent = [str(c.titre) for c in self.table.attendues if c.obligatoire and c.code not in dits]
        if manquent:
            raise ValidationError(
                _("Il manque encore : %(manquent)s. Choisissez la colonne du fichier qui en tient lieu.")
                % {"manquent": ", ".join(manquent)}
            )
        return donnees

    def dites(self, memoire: dict[str, str]) -> dict[str, str]:
        """What is worth remembering: what usual names do not say, or what was remembered already."""
        choisies = {
            colonne.cle: self.cleaned_data[_nom(colonne)].removeprefix(NE_PAS_LIRE) for colonne in self.table.colonnes
        }
        suspectes = {colonne.cle for colonne in self.table.colonnes if colonne.est_suspecte}
        return {
            cle: code
            for cle, code in choisies.items()
            if cle in memoire or cle in suspectes or code != (self._usuelles.get(cle) or "")
        }


def _nom(colonne: ColonneDuFichier) -> str:
    return f"colonne_{colonne.place}"


def _choix(colonne):
    """Ours, and what completes it."""
    yield colonne.code, colonne.titre
    if colonne.complements:
        yield (
            f"{colonne.code}{COMPLEMENT}",
            _("%(complement)s (complète : %(colonne)s)")
            % {"complement": colonne.complements[0].capitalize(), "colonne": colonne.titre},
        )
