"""The acknowledgement of a candidature in the words of the animation, as the person receives it."""

import pytest

from espace_structures.benevolat.metier import courriels
from portal.socle.courrier.modeles import TexteDeCourriel
from tests.fabriques.benevolat import BenevoleFactory, CandidatureFactory
from tests.fabriques.structures import StructureFactory

ACCUSE = "benevolat.candidature_recue"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("langue", "objet", "corps", "attendus"),
    [
        (
            "fr",
            "Merci {prenom} !",
            "Chère, cher {prenom},\n\n{structure} vous répond avant le {promise}.\nÀ bientôt",
            ("Merci <b>Awa</b> !", "L’Envol vous répond avant le 10 mars 2026.", "Suivre ma candidature"),
        ),
        (
            "en",
            "Thank you {prenom}!",
            "Dear {prenom},\n\n{structure} answers before {promise}.\nSee you soon",
            ("Thank you <b>Awa</b>!", "L’Envol answers before 10 March 2026.", None),
        ),
    ],
)
def test_l_accuse_de_reception_dans_les_mots_de_l_animation(
    langue, objet, corps, attendus, mailoutbox, django_capture_on_commit_callbacks
):
    TexteDeCourriel.objects.create(gabarit=ACCUSE, langue=langue, objet=objet, corps=corps)
    candidature = CandidatureFactory(
        structure=StructureFactory(nom="L’Envol"), benevole=BenevoleFactory(prenom="<b>Awa</b>", langue=langue)
    )
    sujet, phrase, bouton = attendus

    with django_capture_on_commit_callbacks(execute=True):
        courriels.accuser_reception(candidature)

    [message] = mailoutbox
    [(html, _genre)] = message.alternatives
    lien = next(ligne for ligne in message.body.splitlines() if "/ma-candidature" in ligne or "://" in ligne)
    assert message.subject == sujet
    assert phrase in message.body
    assert "<b>Awa</b>" in message.body
    assert phrase in html
    assert "<b>Awa" not in html
    assert "&lt;b&gt;Awa&lt;/b&gt;," in html
    assert html.count(f'href="{lien}"') == 2
    assert f'<html lang="{langue}">' in html
    if bouton:
        assert bouton in message.body
        assert bouton in html


@pytest.mark.django_db
def test_un_texte_en_francais_ne_change_pas_le_courriel_en_anglais(mailoutbox, django_capture_on_commit_callbacks):
    TexteDeCourriel.objects.create(gabarit=ACCUSE, langue="fr", objet="Merci", corps="Bonjour {prenom}")
    candidature = CandidatureFactory(benevole=BenevoleFactory(langue="en"))

    with django_capture_on_commit_callbacks(execute=True):
        courriels.accuser_reception(candidature)

    [message] = mailoutbox
    assert "Merci" not in message.subject
