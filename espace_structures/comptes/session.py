"""What a session knows beside the account: who is really there, and what ProConnect vouched for."""

from django.http import HttpRequest

ASSISTANCE = "assistance"
PROCONNECT_DE_L_ASSISTANCE = "proconnect_de_l_assistance"  # what the helper had proven, given back at the end
PROCONNECT = "proconnect"
FIN_PROCONNECT = "proconnect_fin"  # the token with which ProConnect is told that the session is over


def est_en_assistance(request: HttpRequest) -> bool:
    """Whether the support is signed in here in the place of the account."""
    return ASSISTANCE in request.session


def retenir_proconnect(request: HttpRequest, *, jeton: str, double_facteur: bool) -> None:
    """Keeps what the end of the session and the second factor need to know of a sign-in through ProConnect."""
    request.session[PROCONNECT] = {"jeton": jeton, "double_facteur": double_facteur}


def a_prouve_un_second_facteur(request: HttpRequest) -> bool:
    """Whether ProConnect said that it had itself checked two factors when this session began."""
    return bool(request.session.get(PROCONNECT, {}).get("double_facteur"))
