"""Who is written to when people come and go. One layout, composed here: each mail is a few sentences and one button."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from espace_structures.comptes.models import Compte
from portal.socle.courriels import adresse_absolue, envoyer

from ..models import Invitation, MembreStructure, Structure
from .organisations import champ_de, organisation_de, responsables_de, roles_de, type_membre, type_organisation

GABARIT = "courriels/appartenance"


@dataclass(frozen=True)
class Message:
    """A mail: its subject, its sentences, words quoted, its button, and why one receives it."""

    objet: str
    phrases: list[str]
    raison: str
    bouton: tuple[str, str] | None = None  # address, text
    citation: str = ""
    liste: tuple[str, ...] = ()


def ecrire_aux_comptes(comptes: QuerySet[Compte] | Iterable[Compte], composer: Callable[[], Message]) -> None:
    """One mail a person, composed in the language that the person chose in the back office, French otherwise."""
    pks = comptes.values("pk") if isinstance(comptes, QuerySet) else [compte.pk for compte in comptes]
    par_langue: dict[str, list[str]] = {}
    for adresse, langue in Compte.objects.filter(pk__in=pks, is_active=True).values_list(
        "email", "wagtail_userprofile__preferred_language"
    ):
        par_langue.setdefault(langue or settings.LANGUAGE_CODE, []).append(adresse)
    for langue, adresses in sorted(par_langue.items()):
        _ecrire(adresses, composer, langue)


def ecrire_a(adresse: str, composer: Callable[[], Message]) -> None:
    """To somebody who may have no account: in French."""
    _ecrire([adresse], composer, settings.LANGUAGE_CODE)


def _ecrire(adresses: list[str], composer: Callable[[], Message], langue: str) -> None:
    with translation.override(langue):
        message = composer()
    url, texte = message.bouton or ("", "")
    contexte = {"message": message, "bouton_url": url, "bouton_texte": texte}
    envoyer(GABARIT, adresses, contexte, langue=langue)


def adresse(nom: str, *arguments: object) -> str:
    """Full address of a screen, in the language at work."""
    return adresse_absolue(reverse(nom, args=arguments))


def adresse_des_membres(organisation: type_organisation) -> str:
    return adresse("espace:membres", f"{champ_de(organisation)}s", organisation.pk)


def _role(membre: type_membre) -> str:
    return str(roles_de(organisation_de(membre))(membre.role).label)


def le_jour(instant) -> str:
    return formats.date_format(timezone.localtime(instant), "DATE_FORMAT")


# --- Invitations -----------------------------------------------------------------------------------------------------


def envoyer_invitation(invitation: Invitation, *, secret: str) -> None:
    """To the person invited: the link, and until when it opens."""
    noms = {"organisation": invitation.organisation, "par": invitation.invitee_par}

    def composer() -> Message:
        return Message(
            objet=_("%(par)s vous invite à rejoindre « %(organisation)s »") % noms,
            phrases=[
                _("%(par)s vous invite à rejoindre « %(organisation)s » sur le portail du parrainage vers l’emploi.")
                % noms,
                _("Votre rôle sera le suivant : %(role)s.") % {"role": invitation.get_role_lisible()},
                _(
                    "Le lien ci-dessous vous est personnel. Il sert une seule fois, jusqu’au %(jour)s : "
                    "ne le transmettez à personne."
                )
                % {"jour": le_jour(invitation.expire_le)},
            ],
            citation=invitation.message,
            bouton=(adresse("invitation", secret), _("Répondre à l’invitation")),
            raison=_(
                "Vous recevez ce message parce que cette personne a saisi votre adresse. Si vous ne l’attendiez pas, "
                "ignorez-le : rien ne se passe sans vous."
            ),
        )

    ecrire_a(invitation.courriel, composer)


def transmettre_la_redemande(invitation: Invitation) -> None:
    """To who invited, or to those in charge: the link is dead, the person asks for another."""
    _a_qui_invite(
        invitation,
        gettext_noop("Une invitation à renvoyer"),
        gettext_noop(
            "%(courriel)s a ouvert un lien d’invitation à « %(organisation)s » qui n’est plus valable, et vous en "
            "demande un autre."
        ),
    )


def prevenir_de_l_expiration(invitation: Invitation) -> None:
    """To who invited: nobody answered, the link has expired."""
    _a_qui_invite(
        invitation,
        gettext_noop("Une invitation est restée sans réponse"),
        gettext_noop(
            "L’invitation envoyée à %(courriel)s pour « %(organisation)s » a expiré sans réponse. Vous pouvez la "
            "renvoyer, ou l’annuler si elle ne sert plus."
        ),
    )


def _a_qui_invite(invitation: Invitation, objet: str, phrase: str) -> None:
    noms = {"courriel": invitation.courriel, "organisation": invitation.organisation}

    def composer() -> Message:
        return Message(
            objet=_(objet),
            phrases=[_(phrase) % noms],
            bouton=(adresse_des_membres(invitation.organisation), _("Voir les invitations")),
            raison=_("Vous recevez ce message parce que vous gérez les membres de cette organisation."),
        )

    ecrire_aux_comptes(_qui_repond_de(invitation), composer)


def _qui_repond_de(invitation: Invitation) -> QuerySet[Compte]:
    """Who invited, while still able to send it again; those in charge otherwise."""
    responsables = responsables_de(invitation.organisation)
    encore = responsables.filter(pk=invitation.invitee_par_id)
    return encore if encore.exists() else responsables


# --- Members ---------------------------------------------------------------------------------------------------------


def prevenir_du_role(membre: type_membre) -> None:
    """To the member: what they may now do."""
    organisation = organisation_de(membre)

    def composer() -> Message:
        return Message(
            objet=_("Votre rôle dans « %(organisation)s »") % {"organisation": organisation},
            phrases=[
                _("Votre rôle dans « %(organisation)s » est désormais le suivant : %(role)s.")
                % {"organisation": organisation, "role": _role(membre)}
            ],
            bouton=(adresse("espace:accueil"), _("Ouvrir mon espace")),
            raison=_("Vous recevez ce message parce que vous êtes membre de cette organisation."),
        )

    ecrire_aux_comptes([membre.compte], composer)


def prevenir_du_retrait(membre: type_membre) -> None:
    """To who is no longer a member."""
    organisation = organisation_de(membre)

    def composer() -> Message:
        return Message(
            objet=_("Votre accès à « %(organisation)s » est retiré") % {"organisation": organisation},
            phrases=[
                _("Vous n’êtes plus membre de « %(organisation)s » sur le portail.") % {"organisation": organisation},
                _("Ce que vous avez fait y garde votre nom. Si c’est une erreur, écrivez à la personne responsable."),
            ],
            raison=_("Vous recevez ce message parce que vous étiez membre de cette organisation."),
        )

    ecrire_aux_comptes([membre.compte], composer)


def demander_si_les_membres_sont_les_bons(structure: Structure, compte: Compte, membres: list[MembreStructure]) -> None:
    """To a responsable, once a year: who has access, and where to change it."""

    def composer() -> Message:
        return Message(
            objet=_("Les membres de « %(structure)s » sont-ils toujours les bons ?") % {"structure": structure},
            phrases=[
                ngettext(
                    "%(nombre)d personne a accès à l’espace de « %(structure)s » :",
                    "%(nombre)d personnes ont accès à l’espace de « %(structure)s » :",
                    len(membres),
                )
                % {"nombre": len(membres), "structure": structure},
                _("Si quelqu’un est parti ou a changé de fonctions, retirez son accès ou changez son rôle."),
            ],
            liste=tuple(f"{membre.compte} – {_role(membre)}" for membre in membres),
            bouton=(adresse_des_membres(structure), _("Vérifier les membres")),
            raison=_("Vous recevez ce message une fois par an parce que vous êtes responsable de cette structure."),
        )

    ecrire_aux_comptes([compte], composer)
