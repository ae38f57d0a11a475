"""The partition of the back office: an account of a structure, or a moderator, meets what is theirs and nothing else.

Wagtail gives rights on subtrees but lets whoever enters its back office browse further (wagtail#9270). Here everything
is closed, then opened address by address (`regles`); what is not opened answers 404, as if it did not exist.
"""
