"""How django-allauth behaves here: nobody opens an account alone, the staff invites."""

from allauth.account.adapter import DefaultAccountAdapter


class AdaptateurCompte(DefaultAccountAdapter):
    """Sign-in only: accounts are created by the animation régionale."""

    def is_open_for_signup(self, request) -> bool:
        return False
