"""What this provider says of a person, with ProConnect's names; its mood is set by the tests (`vues.regler`)."""

from allauth.idp.oidc.adapter import DefaultOIDCAdapter

HUMEUR: dict = {}
SIRET = "00000001200011"


class Adaptateur(DefaultOIDCAdapter):
    def get_claims(self, purpose, user, client, scopes, email=None, **kwargs):
        dits = super().get_claims(purpose, user, client, scopes, email=email, **kwargs)
        if purpose == "userinfo":
            dits |= {"given_name": user.first_name, "usual_name": user.last_name, "siret": SIRET}
        return dits

    def populate_id_token(self, id_token, client, scopes, **kwargs):
        jeton = HUMEUR.get("jeton", {})
        id_token |= {nom: valeur for nom, valeur in jeton.items() if nom != "amr" or nom in HUMEUR.get("demandes", [])}
