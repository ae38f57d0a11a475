"""Refusals of the room."""


class BenevolatRefuse(Exception):
    """Nothing was done; the message, in the reader's language, says why and what to do next."""
