"""Ready-made messages of a structure; those offered to all are written in the back office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from ...models import ModeleMessage

if TYPE_CHECKING:
    from espace_structures.structures.models import Structure


def creer(structure: Structure, *, titre: str, texte: str) -> ModeleMessage:
    """A new one, which the members of this structure alone will find."""
    return ModeleMessage.objects.create(structure=structure, titre=titre, texte=texte)


@transaction.atomic
def modifier(modele: ModeleMessage, *, titre: str, texte: str) -> ModeleMessage:
    """Messages already sent keep their words."""
    modele = ModeleMessage.objects.select_for_update(of=("self",)).get(pk=modele.pk)
    modele.titre, modele.texte = titre, texte
    modele.save(update_fields=["titre", "texte"])
    return modele


def supprimer(modele: ModeleMessage) -> None:
    """Messages already sent stay."""
    modele.delete()
