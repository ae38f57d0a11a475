"""SIRET and telephone numbers: read as people type them, kept in one form."""

import re
from decimal import Decimal

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.fr import siret as stdnum_siret

from .textes import nettoyer

# Numbers without an international prefix are read as French ones.
_PAYS = "FR"


def normaliser_siret(valeur: str) -> str:
    """The SIRET without the spaces, dots and dashes of a copy and paste; nothing else is repaired."""
    return re.sub(r"[\s.\-\u2010-\u2015]", "", nettoyer(valeur))


def valider_siret(valeur: str) -> None:
    """Refuses a SIRET of the wrong length or whose control key is wrong (python-stdnum)."""
    if not (valeur.isascii() and valeur.isdigit() and stdnum_siret.is_valid(valeur)):
        raise ValidationError(
            _("« %(valeur)s » n’est pas un SIRET : 14 chiffres, dont une clé de contrôle. Vérifiez la saisie."),
            code="siret",
            params={"valeur": valeur},
        )


def lire_siret(texte: str) -> str:
    """A valid SIRET as a cell of a spreadsheet holds it; ValidationError says what spreadsheets do to long numbers."""
    # An apostrophe tells a spreadsheet that digits are a text; decimals, that they were taken for a number.
    propre = re.sub(r"(?<=[0-9])[.,]0+$", "", "".join(nettoyer(texte).split()).lstrip("'’"))
    if puissance := re.fullmatch(r"([0-9](?:[.,][0-9]+)?)[eE]\+?([0-9]{1,2})", propre):
        chiffres = re.sub("[.,]", "", puissance[1])
        if len(chiffres) < 14:  # what is missing was rounded away
            raise ValidationError(
                _(
                    "« %(valeur)s » est un SIRET arrondi par le tableur : mettez la colonne au format Texte et "
                    "retapez-le en entier."
                ),
                code="siret_arrondi",
                params={"valeur": texte.strip()},
            )
        propre = str(int(Decimal(f"{puissance[1].replace(',', '.')}e{puissance[2]}")))
    siret = normaliser_siret(propre)
    if siret.isascii() and siret.isdigit() and 9 <= len(siret) < 14:
        raise ValidationError(
            _(
                "« %(valeur)s » compte %(nombre)s chiffres au lieu de 14 : le tableur a peut-être effacé des zéros "
                "au début."
            ),
            code="siret_court",
            params={"valeur": texte.strip(), "nombre": len(siret)},
        )
    valider_siret(siret)
    return siret


def siret_lisible(siret: str) -> str:
    """The SIRET in its usual groups: SIREN by three digits, then the establishment."""
    return f"{siret[:3]} {siret[3:6]} {siret[6:9]} {siret[9:]}".strip()


def normaliser_rna(valeur: str) -> str:
    """The RNA number in capitals, without spaces, dots or dashes."""
    return normaliser_siret(valeur).upper()


def valider_rna(valeur: str) -> None:
    """Refuses what is not the number of an association: W, a department of registration, six digits."""
    if not re.fullmatch(r"W[0-9][0-9A-Z][0-9][0-9]{6}", valeur):
        raise ValidationError(
            _("« %(valeur)s » n’est pas un numéro RNA : la lettre W suivie de neuf chiffres. Vérifiez la saisie."),
            code="rna",
            params={"valeur": valeur},
        )


def lire_rna(texte: str) -> str:
    """The number of an association. Raises ValidationError."""
    rna = normaliser_rna(texte)
    valider_rna(rna)
    return rna


def _analyser_telephone(valeur: str) -> phonenumbers.PhoneNumber | None:
    propre = re.sub(r"(?<=[0-9])[.,]0$", "", " ".join(nettoyer(valeur).split()))  # ".0" comes from a spreadsheet
    try:
        numero = phonenumbers.parse(propre, _PAYS)
    except phonenumbers.NumberParseException:
        return None
    return numero if phonenumbers.is_valid_number(numero) else None


def normaliser_telephone(valeur: str) -> str:
    """The number in international form without spaces (E.164); what is not a number comes back as it was."""
    numero = _analyser_telephone(valeur)
    if numero is None:
        return " ".join(nettoyer(valeur).split())
    return phonenumbers.format_number(numero, phonenumbers.PhoneNumberFormat.E164)


def valider_telephone(valeur: str) -> None:
    """Refuses what no telephone network of France, or of the country whose prefix is given, would ring."""
    if _analyser_telephone(valeur) is None:
        raise ValidationError(
            _(
                "« %(valeur)s » n’est pas un numéro de téléphone : écrivez-le en dix chiffres, ou avec "
                "l’indicatif du pays (+33…)."
            ),
            code="telephone",
            params={"valeur": valeur},
        )


def lire_telephone(texte: str) -> str:
    """A number that can be rung, in international form. Raises ValidationError."""
    numero = normaliser_telephone(texte)
    valider_telephone(numero)
    return numero


def telephone_lisible(valeur: str) -> str:
    """The number as one reads it aloud: national form for a French number, international form otherwise."""
    numero = _analyser_telephone(valeur)
    if numero is None:
        return valeur
    en_france = numero.country_code == phonenumbers.country_code_for_region(_PAYS)
    forme = phonenumbers.PhoneNumberFormat.NATIONAL if en_france else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(numero, forme)
