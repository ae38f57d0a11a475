"""A commune typed by a person: cleaned to a `Commune`; homonyms are offered as a choice, with or without script."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .communes import Commune, commune, reconnaitre_commune, region_d_abord
from .saisie import LONGUEUR_MAX

LONGUEUR_CITEE = 40


class Saisie(str):
    """What was typed, as opposed to the code of a commune."""

    __slots__ = ()


class CommuneWidget(forms.TextInput):
    """A text input; a list of suggestions with script; radio buttons when what was typed may mean several communes."""

    template_name = "composants/champ_commune.html"

    class Media:
        js = [forms.Script("js/champ_commune.js", defer=True)]  # once the field is there

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        contexte = super().get_context(name, value, attrs)
        attributs = contexte["widget"]["attrs"]
        identifiant = attributs.get("id", name)
        attributs |= {
            "autocomplete": "off",
            "maxlength": LONGUEUR_MAX,
            "list": f"{identifiant}-communes",
            "data-communes": reverse("communes"),
        }
        contexte["choix"] = {
            "nom": nom_du_choix(name),
            "id": f"{identifiant}-choix",
            "communes": _homonymes(value) if isinstance(value, Saisie) else [],
        }
        return contexte

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """What was typed; or the commune chosen among those that it may mean."""
        texte = data.get(name)
        choisie = commune(data.get(nom_du_choix(name), ""))
        if choisie and isinstance(texte, str) and choisie in _homonymes(texte):
            return choisie.libelle
        return texte

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return id_

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> SafeString:
        # Django's own renderer does not look into the templates of the project.
        return render_to_string(template_name, context)


class CommuneChamp(forms.Field):
    """Cleaned to a `Commune`, or None when empty. Reads « Montreuil (93) », « 93100 Montreuil », « 75011 »…

    `departements`: only communes of those départements (codes); anywhere in France unless told.
    """

    widget = CommuneWidget

    def __init__(self, *, departements: tuple[str, ...] | None = None, **options: Any):
        self.departements = departements
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        """A commune, or its code, as people read it; what was typed comes back as it was."""
        if isinstance(value, Saisie):
            return value
        trouvee = value if isinstance(value, Commune) else commune(str(value or ""))
        return trouvee.libelle if trouvee else value

    def bound_data(self, data: Any, initial: Any) -> Any:
        donnee = super().bound_data(data, initial)
        return Saisie(donnee) if isinstance(donnee, str) else donnee

    def to_python(self, value: Any) -> Commune | None:
        if value is None or isinstance(value, Commune):
            return value
        texte = str(value).strip()
        if not texte:
            return None
        trouvees = region_d_abord(reconnaitre_commune(texte, departements=self.departements), settings.PORTAIL_REGION)
        if len(trouvees) == 1:
            return trouvees[0]
        raise ValidationError(*self._refus(texte, trouvees))

    def _refus(self, texte: str, trouvees: list[Commune]) -> tuple[str, str]:
        lu = texte if len(texte) <= LONGUEUR_CITEE else f"{texte[:LONGUEUR_CITEE]}…"
        if trouvees:
            return (
                _("Plusieurs communes répondent à « %(lu)s » : %(choix)s. Choisissez la vôtre.")
                % {"lu": lu, "choix": ", ".join(une.libelle for une in trouvees)},
                "commune_ambigue",
            )
        if self.departements and reconnaitre_commune(texte):
            return (
                _("« %(lu)s » n’est pas dans le territoire attendu : %(departements)s.")
                % {"lu": lu, "departements": ", ".join(self.departements)},
                "commune_hors_territoire",
            )
        return (
            _("Nous ne trouvons pas la commune « %(lu)s » : écrivez son nom ou son code postal, par exemple 93100.")
            % {"lu": lu},
            "commune_inconnue",
        )

    def has_changed(self, initial: Any, data: Any) -> bool:
        avant = initial.code if isinstance(initial, Commune) else initial or ""
        try:
            lue = self.to_python(data)
        except ValidationError:
            return True
        return avant != (lue.code if lue else "")


def nom_du_choix(nom: str) -> str:
    """Parameter that tells which of the homonyms was chosen, beside the field `nom`."""
    return f"{nom}_choix"


def _homonymes(texte: str) -> list[Commune]:
    trouvees = reconnaitre_commune(texte)
    return region_d_abord(trouvees, settings.PORTAIL_REGION) if len(trouvees) > 1 else []
