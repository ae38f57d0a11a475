"""The animation sees its jobs and runs one by hand; nobody else does."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from portal.socle.models import ExecutionDeTache
from portal.socle.planification import registre
from portal.socle.planification.ecran import LancerView, PanneauTaches, TachesView, entree_du_menu
from portal.socle.planification.execution import executer
from tests.fabriques.comptes import CompteFactory
from tests.fabriques.planification import registre_a_part, tache_de_test
from tests.fabriques.structures import animateur

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _registre():
    with registre_a_part():
        yield


@pytest.fixture
def animation(client):
    client.force_login(animateur())
    return client


def bonne(*, le) -> str:
    return "3 rappels envoyés."


def mauvaise(*, le) -> str:
    raise ValueError("le courriel ne part pas")


def lignes(page: str) -> list[list[str]]:
    """Cells of the table, as one reads them."""
    return [
        [texte(case) for case in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", ligne, re.DOTALL)]
        for ligne in re.findall(r"<tr>(.*?)</tr>", page.split("<tbody>")[1].split("</tbody>")[0], re.DOTALL)
    ]


def texte(morceau: str) -> str:
    """What one reads, every kind of space being the same."""
    return " ".join(strip_tags(morceau).split())


def sans_les_nombres(case: str) -> str:
    return re.sub(r"\d", "9", case)


# --- The screen ------------------------------------------------------------------------------------------------------


def test_ecran_dit_ou_en_est_chaque_tache(animation):
    maintenant = timezone.now()
    executer(tache_de_test(bonne, code="a"), le=maintenant - timedelta(seconds=1))
    executer(tache_de_test(mauvaise, code="b"), le=maintenant)
    tache_de_test(bonne, code="c")
    tache_de_test(bonne, code="d")
    jour = timezone.localdate(maintenant)
    ExecutionDeTache.objects.create(code="d", jour=jour, commencee_le=maintenant)
    tache_de_test(bonne, code="e")
    ExecutionDeTache.objects.create(code="e", jour=jour, commencee_le=maintenant - timedelta(hours=3))

    page = animation.get(reverse("socle_taches")).content.decode()

    vues = [[sans_les_nombres(case) for case in ligne] for ligne in lignes(page)]
    assert [[ligne[0], ligne[2], ligne[3]] for ligne in vues] == [
        ["Tâche a", "9,9 s", "9 rappels envoyés."],
        ["Tâche b", "9,9 s", "En échec ValueError: le courriel ne part pas (9 essai)"],
        ["Tâche c", "–non renseignée", ""],
        ["Tâche d", "En cours", ""],
        ["Tâche e", "–non renseignée", "Interrompue La tâche s’est arrêtée avant la fin."],
    ]
    assert (vues[2][1], vues[2][4]) == ("Jamais", "Au prochain passage")
    assert {ligne[4] for ligne in (vues[0], vues[1], vues[3])} == {"99/99/9999 99:99"}
    assert lignes(page)[0][5] == "Lancer maintenant : Tâche a"


def test_ecran_a_un_nombre_fixe_de_requetes(animation):
    nombres = []
    animation.get(reverse("socle_taches"))

    for codes in (["a"], ["b", "c"]):
        for code in codes:
            executer(tache_de_test(bonne, code=code), le=timezone.now())
        with CaptureQueriesContext(connection) as requetes:
            reponse = animation.get(reverse("socle_taches"))
        nombres.append(len(requetes))

    assert len(lignes(reponse.content.decode())) == 3
    # Rights and session are other people's queries: what counts is that a job adds none.
    assert nombres[0] == nombres[1]


def test_ecran_dit_que_plus_rien_ne_tourne(animation):
    tache_de_test(bonne)
    avant = animation.get(reverse("socle_taches")).context["muet"]
    executer(registre.tache("essai"), le=timezone.now())

    assert (avant, animation.get(reverse("socle_taches")).context["muet"]) == (True, False)


def test_menu_des_rapports_mene_a_l_ecran(animation):
    page = animation.get(reverse("wagtailadmin_home")).content.decode()

    assert reverse("socle_taches") in page


# --- Run now ---------------------------------------------------------------------------------------------------------


def lancer(client, code: str) -> list[str]:
    reponse = client.post(reverse("socle_lancer_tache", args=[code]), follow=True)
    assert reponse.redirect_chain == [(reverse("socle_taches"), 302)]
    return [texte(str(message)) for message in reponse.context["messages"]]


def test_bouton_lance_la_tache_et_dit_son_compte_rendu(animation):
    tache_de_test(bonne)

    assert lancer(animation, "essai") == ["3 rappels envoyés."]
    assert ExecutionDeTache.objects.get().compte_rendu == "3 rappels envoyés."


def test_bouton_dit_l_echec(animation):
    tache_de_test(mauvaise)

    assert lancer(animation, "essai") == ["La tâche a échoué : ValueError: le courriel ne part pas"]


def test_bouton_ne_double_pas_une_tache_en_cours(animation):
    tache_de_test(bonne)
    maintenant = timezone.now()
    ExecutionDeTache.objects.create(code="essai", jour=timezone.localdate(maintenant), commencee_le=maintenant)

    assert lancer(animation, "essai") == ["Cette tâche tourne déjà : attendez qu’elle finisse."]


def test_bouton_d_une_tache_inconnue_ne_mene_nulle_part(animation):
    assert animation.post(reverse("socle_lancer_tache", args=["z"])).status_code == 404


def test_lancement_ne_se_fait_pas_par_un_lien(animation):
    tache_de_test(bonne)

    assert animation.get(reverse("socle_lancer_tache", args=["essai"])).status_code == 405
    assert ExecutionDeTache.objects.count() == 0


def test_lancement_exige_le_jeton_du_formulaire():
    tache_de_test(bonne)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(animateur())

    assert strict.post(reverse("socle_lancer_tache", args=["essai"])).status_code == 403
    assert ExecutionDeTache.objects.count() == 0


# --- Who -------------------------------------------------------------------------------------------------------------


def test_ecrans_sont_fermes_aux_autres_personnes(client):
    tache_de_test(mauvaise)
    executer(registre.tache("essai"), le=timezone.now())
    client.force_login(CompteFactory())

    ecran = client.get(reverse("socle_taches"))
    lancement = client.post(reverse("socle_lancer_tache", args=["essai"]))

    assert (ecran.status_code, lancement.status_code) == (403, 403)
    assert ExecutionDeTache.objects.get().essais == 1


def demande(rf, compte):
    """A request of this person that nothing has stopped before our screens."""
    requete = rf.post("/cms/taches/")
    requete.user = compte
    return requete


@pytest.mark.parametrize(("ecran", "arguments"), [(TachesView, {}), (LancerView, {"code": "essai"})])
def test_ecrans_se_ferment_eux_memes_a_qui_entre_au_back_office(rf, ecran, arguments):
    tache_de_test(bonne)
    compte = CompteFactory()
    compte.user_permissions.add(Permission.objects.get(codename="access_admin"))

    with pytest.raises(PermissionDenied):
        ecran.as_view()(demande(rf, compte), **arguments)

    assert ExecutionDeTache.objects.count() == 0


def test_panneau_et_menu_se_taisent_pour_les_autres(rf):
    tache_de_test(mauvaise)
    executer(registre.tache("essai"), le=timezone.now() - timedelta(hours=27))
    vus = {}

    for nom, compte in (("animation", animateur()), ("autre", CompteFactory())):
        requete = demande(rf, compte)
        contexte = PanneauTaches().get_context_data({"request": requete})
        vus[nom] = (len(contexte["echecs"]), contexte["muet"], entree_du_menu().is_shown(requete))

    assert vus == {"animation": (1, True, True), "autre": (0, False, False)}


def test_ecrans_sont_ouverts_aux_superutilisateurs(client):
    client.force_login(CompteFactory(is_superuser=True))

    assert client.get(reverse("socle_taches")).status_code == 200


# --- The panel -------------------------------------------------------------------------------------------------------


def panneau(client) -> str | None:
    """Text of the panel of the first page of the back office; None when it is not there."""
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    if 'id="panneau-taches"' not in page:
        return None
    return texte(page.split('id="panneau-taches">')[1].split("</section>")[0])


def test_panneau_se_tait_quand_tout_va_bien(animation):
    tache_de_test(bonne)
    executer(registre.tache("essai"), le=timezone.now())

    assert panneau(animation) is None


def test_panneau_dit_les_echecs(animation):
    maintenant = timezone.now()
    executer(tache_de_test(bonne, code="a"), le=maintenant)
    executer(tache_de_test(mauvaise, code="b"), le=maintenant)
    tache_de_test(bonne, code="c")
    ExecutionDeTache.objects.create(
        code="c", jour=timezone.localdate(maintenant), commencee_le=maintenant - timedelta(hours=3)
    )

    assert panneau(animation) == (
        "Tâches planifiées à surveiller Tâche b : ValueError: le courriel ne part pas "
        "Tâche c : interrompue avant la fin Voir les tâches planifiées"
    )


def test_panneau_dit_que_plus_rien_ne_tourne(animation):
    executer(tache_de_test(bonne), le=timezone.now() - timedelta(hours=27))

    assert panneau(animation).startswith("Tâches planifiées à surveiller Aucune tâche n’a tourné depuis plus de 26")
