"""The words that a French-speaking person tries first; Django's own list of weak passwords is English."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.socle.entrees.textes import plier

MOTS_COURANTS = (
    *("azerty", "azertyuiop", "qsdfgh", "wxcvbn", "motdepasse", "motdepass", "mdp", "bonjour", "bonsoir", "coucou"),
    *("soleil", "bienvenue", "jetaime", "doudou", "chouchou", "loulou", "chocolat", "marseille", "paris", "france"),
    *("parrainage", "marrainage", "mentorat", "parrain", "marraine", "filleul", "emploi", "travail", "mission"),
    *("locale", "portail", "association", "structure", "financeur", "animation", "bilan", "drieets", "vers"),
    *("janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre"),
    *("decembre", "printemps", "automne", "hiver", "secret", "admin", "test", "ile", "le", "la", "les", "l", "de", "d"),
)
# The longest first: “motdepasse” before “mot”.
_MOTIF = re.compile("|".join(sorted(MOTS_COURANTS, key=len, reverse=True)))
RESTE_MINIMAL = 6


class MotsCourantsValidator:
    """Refuses a password which, once common words, digits and signs are taken away, has almost nothing left."""

    def validate(self, password: str, user=None) -> None:
        sans_accent = plier(password)
        reste = re.sub(r"[\W\d_]", "", _MOTIF.sub("", re.sub(r"[\W\d_]", "", sans_accent)))
        if len(reste) < RESTE_MINIMAL and _MOTIF.search(sans_accent):
            raise ValidationError(
                _(
                    "Ce mot de passe est fait de mots que tout le monde essaie. "
                    "Choisissez quatre ou cinq mots sans rapport entre eux, ni avec le portail."
                ),
                code="mots_courants",
            )

    def get_help_text(self) -> str:
        return _("Pas seulement des mots courants, des chiffres ou des mots du portail.")
