"""What is really translated, among the pages of a language."""

from django.conf import settings
from django.db.models import Q

# Parameter of the address of a page shown instead of its translation: the language that was asked for.
AVIS = "langue"


def en_propre() -> Q:
    """Pages that say something of their own.

    An alias repeats a page of another language. So does an alias just sent for translation: it stays live with the
    text of the original until its first publication.
    """
    en_attente = Q(has_unpublished_changes=True, live_revision__isnull=True) & ~Q(
        locale__language_code=settings.LANGUAGE_CODE
    )
    return Q(alias_of__isnull=True) & ~en_attente
