"""Campaigns, extensions and trames in the back office, as the animation uses them."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from espace_structures.bilans.metier.campagne import prochaine, renommer_pour_la_suite
from espace_structures.bilans.metier.trame_cms import definition_de_trame, ranger
from espace_structures.bilans.metier.trame_fichier import publier
from espace_structures.bilans.models import Bilan, Campagne, Prolongation, Trame
from espace_structures.bilans.templatetags.trame import apercu
from espace_structures.bilans.viewsets.trame import TrameViewSet
from tests.fabriques.bilans import PETITE_TRAME
from tests.fabriques.structures import StructureFactory, animateur, responsable

pytestmark = pytest.mark.django_db
DATES = {"ouvre_le": "2026-01-11", "envoi_jusqu_au": "2090-04-30", "examen_jusqu_au": "2090-06-30"}


def campagne_preparee(**champs) -> Campagne:
    dates = {nom: date.fromisoformat(jour) for nom, jour in DATES.items()}
    return Campagne.objects.create(**{"exercice": 2026, "trame": publier(PETITE_TRAME).trame} | dates | champs)


def adresse(modele: str, vue: str, *args) -> str:
    return reverse(f"wagtailsnippets_bilans_{modele}:{vue}", args=args)


def texte_de(reponse) -> str:
    return reponse.content.decode().replace("\u00a0", " ")


@pytest.fixture
def animation(client):
    client.force_login(animateur())
    return client


# --- The next campaign, the next trame --------------------------------------------------------------------------------


def test_campagne_suivante_decale_les_dates_d_un_an():
    campagne = campagne_preparee(ouvre_le=date(2024, 2, 29))

    suivante = prochaine(campagne)

    assert (suivante.pk, suivante.exercice, suivante.trame, suivante.ouverte_le) == (None, 2027, campagne.trame, None)
    assert (suivante.ouvre_le, suivante.envoi_jusqu_au, suivante.examen_jusqu_au) == (
        date(2025, 2, 28),
        date(2091, 4, 30),
        date(2091, 6, 30),
    )


def test_campagne_suivante_saute_un_exercice_deja_pris():
    campagne = campagne_preparee()
    Campagne.objects.create(
        exercice=2027,
        trame=campagne.trame,
        ouvre_le=date(2028, 1, 1),
        envoi_jusqu_au=date(2028, 2, 1),
        examen_jusqu_au=date(2028, 3, 1),
    )

    suivante = prochaine(campagne)

    assert (suivante.exercice, suivante.envoi_jusqu_au) == (2028, date(2092, 4, 30))


@pytest.mark.parametrize(
    ("code", "titre", "attendus"),
    [
        ("bilan", "Bilan", ("bilan-2027", "Bilan (2027)")),
        ("bilan-2027", "Bilan (2027)", ("bilan-2028", "Bilan (2028)")),
        ("bilan-2029", "Bilan (2029)", ("bilan-2031", "Bilan (2031)")),
    ],
)
def test_trame_copiee_prend_le_code_et_le_titre_de_l_annee_suivante(code, titre, attendus):
    Trame.objects.create(code="bilan-2030", titre="Prise")
    trame = Trame(code=code, titre=titre)

    renommer_pour_la_suite(trame, annee=2027)

    assert (trame.code, trame.titre) == attendus


# --- Campaigns --------------------------------------------------------------------------------------------------------


def test_campagne_se_cree_puis_s_ouvre_depuis_le_back_office(animation):
    structure = StructureFactory(departements=["75", "93"])
    trame = publier(PETITE_TRAME).trame
    animation.post(adresse("campagne", "add"), {"exercice": "2026", "trame": trame.pk, **DATES})
    campagne = Campagne.objects.get()

    confirmation = animation.get(adresse("campagne", "ouverture", campagne.pk))
    reponse = animation.post(adresse("campagne", "ouverture", campagne.pk), follow=True)

    assert "créer le bilan de 1 structure active ;" in texte_de(confirmation)
    assert "préparer 2 feuilles, une par département d’intervention ;" in texte_de(confirmation)
    assert "La campagne 2026 est ouverte : 1 bilan est créé, la structure est prévenue." in texte_de(reponse)
    assert [(bilan.structure, bilan.feuilles.count()) for bilan in Bilan.objects.all()] == [(structure, 2)]


def test_ouverture_refusee_dit_pourquoi_et_n_offre_pas_le_bouton(animation):
    campagne = campagne_preparee()

    confirmation = texte_de(animation.get(adresse("campagne", "ouverture", campagne.pk)))
    reponse = texte_de(animation.post(adresse("campagne", "ouverture", campagne.pk), follow=True))

    assert "Aucune structure active n’a de département d’intervention" in confirmation
    assert '<button type="submit" class="button">' not in confirmation
    assert "Aucune structure active n’a de département d’intervention" in reponse
    assert (Campagne.objects.get().ouverte_le, Bilan.objects.count()) == (None, 0)


def test_structure_tardive_s_ajoute_depuis_la_campagne_ouverte(animation):
    StructureFactory()
    campagne = campagne_preparee()
    animation.post(adresse("campagne", "ouverture", campagne.pk))
    tardive = StructureFactory(nom="Tardive")

    avant = texte_de(animation.get(adresse("campagne", "ouverture", campagne.pk)))
    reponse = animation.post(adresse("campagne", "ouverture", campagne.pk), {"structure": tardive.pk}, follow=True)

    assert "Structures actives sans bilan dans cette campagne" in avant
    assert "« Tardive » a son bilan ; ses membres sont prévenus." in texte_de(reponse)
    assert "Structures actives sans bilan dans cette campagne" not in texte_de(reponse)
    assert Bilan.objects.filter(structure=tardive).count() == 1


def test_campagne_ouverte_garde_exercice_et_trame_mais_pas_ses_dates(animation):
    campagne = campagne_preparee(ouverte_le=datetime(2026, 1, 11, tzinfo=UTC))
    autre = publier(replace(PETITE_TRAME, code="autre", titre="Autre")).trame

    animation.post(
        adresse("campagne", "edit", campagne.pk),
        {"exercice": "2030", "trame": autre.pk, **DATES, "envoi_jusqu_au": "2090-05-15"},
    )

    apres = Campagne.objects.get()
    assert (apres.exercice, apres.trame, apres.envoi_jusqu_au) == (2026, campagne.trame, date(2090, 5, 15))


def test_campagne_ouverte_refuse_un_autre_exercice_hors_du_formulaire():
    campagne = campagne_preparee(ouverte_le=datetime(2026, 1, 11, tzinfo=UTC))
    campagne.exercice = 2030
    campagne.trame = publier(replace(PETITE_TRAME, code="autre", titre="Autre")).trame

    with pytest.raises(ValidationError) as refus:
        campagne.full_clean()

    assert {
        champ: [m.replace("\u00a0", " ") for m in messages] for champ, messages in refus.value.message_dict.items()
    } == {
        "exercice": ["La campagne est ouverte : son exercice ne change plus."],
        "trame": ["La campagne est ouverte : sa trame ne change plus."],
    }


def test_campagne_ne_propose_que_les_trames_publiees(animation):
    publiee = publier(PETITE_TRAME).trame
    Trame.objects.create(code="brouillon", titre="Trame en chantier", live=False)

    page = texte_de(animation.get(adresse("campagne", "add")))

    assert (publiee.titre in page, "Trame en chantier" in page) == (True, False)


def test_copie_d_une_campagne_propose_l_exercice_suivant(animation):
    campagne = campagne_preparee()

    page = animation.get(adresse("campagne", "copy", campagne.pk))

    assert page.context["form"]["exercice"].value() == "2027"
    assert page.context["form"]["envoi_jusqu_au"].value() == date(2091, 4, 30)


@pytest.mark.parametrize("campagnes", [1, 3])
def test_liste_des_campagnes_se_lit_en_un_nombre_fixe_de_requetes(animation, campagnes, django_assert_num_queries):
    trame = publier(PETITE_TRAME).trame
    for rang in range(campagnes):
        campagne_preparee(exercice=2024 + rang, trame=trame)
    animation.get(adresse("campagne", "list"))

    with django_assert_num_queries(12):
        page = texte_de(animation.get(adresse("campagne", "list")))

    assert page.count("Ouvrir la campagne") == campagnes


@pytest.mark.parametrize(("modele", "vue"), [("campagne", "list"), ("trame", "list"), ("prolongation", "list")])
def test_back_office_des_bilans_est_ferme_aux_structures(client, modele, vue):
    client.force_login(responsable(StructureFactory()))

    reponse = client.get(adresse(modele, vue))

    assert reponse.status_code == 404


def test_ouverture_est_fermee_aux_structures(client):
    campagne = campagne_preparee()
    client.force_login(responsable(StructureFactory()))

    reponse = client.post(adresse("campagne", "ouverture", campagne.pk))

    assert (reponse.status_code, Campagne.objects.get().ouverte_le) == (404, None)


# --- Extensions -------------------------------------------------------------------------------------------------------


def test_delai_doit_depasser_la_date_limite_de_la_campagne():
    prolongation = Prolongation(
        campagne=campagne_preparee(), structure=StructureFactory(), jusqu_au=date(2090, 4, 30), motif="Absence"
    )

    with pytest.raises(ValidationError) as refus:
        prolongation.full_clean()

    assert [message.replace("\u00a0", " ") for message in refus.value.message_dict["jusqu_au"]] == [
        "La campagne donne déjà jusqu’au 30 avril 2090 : accordez une date plus lointaine."
    ]


def test_delai_accorde_depuis_le_back_office_prolonge_la_structure(animation):
    campagne, structure = campagne_preparee(), StructureFactory()

    animation.post(
        adresse("prolongation", "add"),
        {"campagne": campagne.pk, "structure": structure.pk, "jusqu_au": "2090-05-15", "motif": "Absence"},
    )

    assert campagne.limite_pour(structure) == date(2090, 5, 15)


# --- Trames -----------------------------------------------------------------------------------------------------------


def formulaire_de_trame(definition) -> object:
    """The form that the back office would send for this definition, already bound to it."""
    trame = publier(PETITE_TRAME).trame
    ranger(definition, trame)
    classe = TrameViewSet.edit_handler.bind_to_model(Trame).get_form_class()
    vide = classe(instance=trame)
    donnees = {"titre": trame.titre, "code": trame.code, "description": trame.description}
    for champ in ("sections", "regles", "indicateurs"):
        bloc = vide.fields[champ].block
        donnees |= _poster(bloc, getattr(trame, champ), champ)
    return classe(donnees, instance=trame)


def _poster(bloc, valeur, prefixe) -> dict[str, str]:
    """POST data of a block, as the editor writes it."""
    from wagtail import blocks

    if isinstance(bloc, blocks.StreamBlock):
        enfants = [(enfant.block_type, enfant.block, enfant.value, enfant.id) for enfant in valeur]
    elif isinstance(bloc, blocks.ListBlock):
        enfants = [("", bloc.child_block, enfant.value, enfant.id) for enfant in valeur.bound_blocks]
    elif isinstance(bloc, blocks.StructBlock):
        donnees = {}
        for nom, enfant in bloc.child_blocks.items():
            donnees |= _poster(enfant, valeur.get(nom), f"{prefixe}-{nom}")
        return donnees
    elif isinstance(bloc, blocks.BooleanBlock):
        return {prefixe: "on"} if valeur else {}
    else:
        return {prefixe: "" if valeur is None else str(valeur)}
    donnees = {f"{prefixe}-count": str(len(enfants))}
    for rang, (genre, enfant, contenu, identifiant) in enumerate(enfants):
        ici = f"{prefixe}-{rang}"
        donnees |= {f"{ici}-deleted": "", f"{ici}-order": str(rang), f"{ici}-id": identifiant or ""}
        donnees |= {f"{ici}-type": genre} if genre else {}
        donnees |= _poster(enfant, contenu, f"{ici}-value")
    return donnees


def test_trame_saine_passe_le_formulaire_sans_rien_perdre():
    form = formulaire_de_trame(PETITE_TRAME)

    assert (form.is_valid(), form.errors) == (True, {})
    assert definition_de_trame(form.instance) == PETITE_TRAME


def test_publication_d_une_trame_fautive_dit_chaque_lieu_et_raison():
    regle = replace(PETITE_TRAME.regles[0], parametres={"parties": "C9", "total": "B22"})
    form = formulaire_de_trame(replace(PETITE_TRAME, regles=(regle,)))

    assert [erreur.replace("\u00a0", " ") for erreur in form.non_field_errors()] == [
        "règle R1-C2 > paramètre parties : le code « C9 » n’existe pas dans la trame",
        "règle R1-C2 > paramètre total : le code « B22 » n’existe pas dans la trame",
    ]


def test_brouillon_d_une_trame_fautive_s_enregistre():
    regle = replace(PETITE_TRAME.regles[0], parametres={"parties": "C9", "total": "B22"})
    form = formulaire_de_trame(replace(PETITE_TRAME, regles=(regle,)))

    form.defer_required_fields()

    assert form.is_valid() is True


def test_apercu_montre_le_formulaire_sans_laisser_saisir(animation):
    trame = publier(PETITE_TRAME).trame

    page = animation.get(adresse("trame", "revisions_view", trame.pk, trame.latest_revision_id))

    champs = [champ for section in apercu(trame).sections for champ in section.form.fields.values()]
    assert (page.status_code, {champ.disabled for champ in champs}) == (200, {True})
    assert [f'id="section-{code}"' in texte_de(page) for code in "BCFG"] == [True] * 4
    assert texte_de(page).count("<table") == 2


def test_apercu_d_un_brouillon_fautif_dit_ses_defauts(animation):
    trame = publier(PETITE_TRAME).trame
    ranger(replace(PETITE_TRAME, indicateurs=(replace(PETITE_TRAME.indicateurs[0], denominateur="B22"),)), trame)
    revision = trame.save_revision()

    page = texte_de(animation.get(adresse("trame", "revisions_view", trame.pk, revision.pk)))

    assert "indicateur TX_CDI &gt; dénominateur : le code « B22 » n’existe pas dans la trame" in page
    assert 'id="section-B"' not in page


def test_copie_d_une_trame_propose_un_code_a_elle(animation):
    trame = publier(replace(PETITE_TRAME, code="petite-2026", titre="Petite (2026)")).trame

    page = animation.get(adresse("trame", "copy", trame.pk))

    assert (page.context["form"]["code"].value(), page.context["form"]["titre"].value()) == (
        "petite-2027",
        "Petite (2027)",
    )
