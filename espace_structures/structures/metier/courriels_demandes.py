"""Who is written to about requests to join, and what about."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from espace_structures.comptes.models import Compte

from ..models import DemandeAdhesion, Structure
from .courriels import Message, adresse, adresse_des_membres, ecrire_a, ecrire_aux_comptes, le_jour
from .organisations import animation, responsables_de


def demander_confirmation(demande: DemandeAdhesion, *, lien: str) -> None:
    """To who asks without an account: prove the address first."""

    def composer() -> Message:
        return Message(
            objet=_("Confirmez votre demande pour rejoindre « %(structure)s »") % {"structure": demande.structure},
            phrases=[
                _("Vous avez demandé à rejoindre « %(structure)s » sur le portail du parrainage vers l’emploi.")
                % {"structure": demande.structure},
                _(
                    "Confirmez que cette adresse est la vôtre : votre demande est alors transmise à la structure. "
                    "Sans confirmation, elle est effacée au bout de sept jours."
                ),
            ],
            bouton=(lien, _("Confirmer ma demande")),
            raison=_(
                "Vous recevez ce message parce que votre adresse a été saisie sur le portail. Si ce n’était pas vous, "
                "ignorez-le."
            ),
        )

    ecrire_a(demande.courriel, composer)


def dire_deja_membre(structure: Structure, compte: Compte) -> None:
    """To a member whose address asked to join: they only have to sign in."""

    def composer() -> Message:
        return Message(
            objet=_("Vous êtes déjà membre de « %(structure)s »") % {"structure": structure},
            phrases=[
                _("Quelqu’un, vous sans doute, a demandé à rejoindre « %(structure)s » avec votre adresse.")
                % {"structure": structure},
                _("Vous en êtes déjà membre : il vous suffit de vous connecter."),
            ],
            bouton=(adresse("account_login"), _("Se connecter")),
            raison=_("Si ce n’était pas vous, ignorez ce message."),
        )

    ecrire_aux_comptes([compte], composer)


def dire_deja_transmise(demande: DemandeAdhesion, *, lien: str) -> None:
    """To who asks again: the first request is still waiting."""

    def composer() -> Message:
        return Message(
            objet=_("Votre demande pour rejoindre « %(structure)s » attend sa réponse")
            % {"structure": demande.structure},
            phrases=[_("Votre demande est déjà transmise : la réponse vous arrivera par courriel.")],
            bouton=(lien, _("Suivre ma demande")),
            raison=_("Vous recevez ce message parce que vous avez demandé à rejoindre cette structure."),
        )

    ecrire_a(demande.courriel, composer)


def prevenir_de_la_demande(demande: DemandeAdhesion, *, rappel: bool = False) -> None:
    """To the responsables, to the animation when there is none: somebody waits for their answer.

    A reminder goes to the animation as well: the responsables may have left without a word.
    """
    destinataires = responsables_de(demande.structure)
    if rappel:
        destinataires = Compte.objects.filter(Q(pk__in=destinataires.values("pk")) | Q(pk__in=animation().values("pk")))
    noms = {"qui": f"{demande.prenom} {demande.nom}", "structure": demande.structure}

    def composer() -> Message:
        phrases = [_("%(qui)s demande à rejoindre « %(structure)s ».") % noms]
        if rappel:
            phrases.append(
                _("Cette demande attend une réponse depuis le %(jour)s.") % {"jour": le_jour(demande.confirmee_le)}
            )
        if demande.fonction:
            phrases.append(_("Fonction indiquée : %(fonction)s.") % {"fonction": demande.fonction})
        phrases.append(
            _("Acceptez seulement si vous connaissez cette personne ; son adresse est %(courriel)s.")
            % {"courriel": demande.courriel}
        )
        return Message(
            objet=_("%(qui)s demande à rejoindre « %(structure)s »") % noms,
            phrases=phrases,
            citation=demande.message,
            bouton=(adresse_des_membres(demande.structure), _("Répondre à la demande")),
            raison=_("Vous recevez ce message parce que vous gérez les membres de cette structure."),
        )

    ecrire_aux_comptes(destinataires, composer)


def annoncer_l_acceptation(demande: DemandeAdhesion) -> None:
    """To who asked and has an account: they are in."""

    def composer() -> Message:
        return Message(
            objet=_("Bienvenue dans « %(structure)s »") % {"structure": demande.structure},
            phrases=[
                _("Votre demande est acceptée : vous êtes membre de « %(structure)s ».")
                % {"structure": demande.structure}
            ],
            bouton=(adresse("espace:accueil"), _("Ouvrir mon espace")),
            raison=_("Vous recevez ce message parce que vous avez demandé à rejoindre cette structure."),
        )

    ecrire_a(demande.courriel, composer)


def annoncer_le_refus(demande: DemandeAdhesion) -> None:
    """To who asked: the answer is no, and why."""

    def composer() -> Message:
        return Message(
            objet=_("Votre demande pour rejoindre « %(structure)s »") % {"structure": demande.structure},
            phrases=[
                _("Votre demande pour rejoindre « %(structure)s » n’est pas acceptée. En voici le motif :")
                % {"structure": demande.structure}
            ],
            citation=demande.motif,
            raison=_("Vous recevez ce message parce que vous avez demandé à rejoindre cette structure."),
        )

    ecrire_a(demande.courriel, composer)
