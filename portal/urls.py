"""The roof: the only place that knows every room."""

from allauth.account.views import email as adresse_du_compte
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.contrib.sitemaps import views as sitemaps
from django.urls import include, path
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps import Sitemap
from wagtail.documents import urls as wagtaildocs_urls

from espace_structures.benevolat import urls as benevolat
from espace_structures.benevolat.appels.views.sitemap import AppelsSitemap
from espace_structures.comptes import proconnect
from espace_structures.comptes.views.proconnect import fin as fin_proconnect
from espace_structures.structures import urls as structures
from espace_structures.vitrines import urls as vitrines
from portal.socle.courrier.fournisseurs import adresses as adresses_du_fournisseur
from portal.socle.geographie.vues import communes
from portal.socle.vues import icone, sante

urlpatterns = [
    path("healthz", sante, name="sante"),
    path("favicon.ico", icone, name="icone"),
    path("geographie/communes.json", communes, name="communes"),
    *adresses_du_fournisseur(settings.PORTAIL_COURRIEL_FOURNISSEUR),
    path("i18n/", include("django.conf.urls.i18n")),
    # One sign-in for everybody: Wagtail's own forms are out of reach.
    path("cms/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("sitemap.xml", sitemaps.sitemap, {"sitemaps": {"pages": Sitemap, "appels": AppelsSitemap}}, name="sitemap"),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
]

urlpatterns += i18n_patterns(
    # The address of an account is the staff's business: its page is read, never posted to.
    path("compte/email/", require_safe(adresse_du_compte), name="account_email"),
    # Before allauth's own addresses for OpenID Connect, which check less.
    path("compte/oidc/proconnect/login/", proconnect.depart, name="proconnect_login"),
    path("compte/oidc/proconnect/login/callback/", proconnect.retour, name="proconnect_callback"),
    path("compte/3rdparty/", proconnect.liens, name="socialaccount_connections"),
    path("compte/proconnect/fin/", fin_proconnect, name="proconnect_fin"),
    path("compte/", include("allauth.urls")),
    path("espace/", include("espace_structures.urls")),
    path("", include((benevolat.publiques, "benevolat"))),
    path("", include((vitrines.publiques, "vitrines"))),
    path("", include(structures.publiques)),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
