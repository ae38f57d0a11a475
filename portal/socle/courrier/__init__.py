"""Mails: their log, their delivery by the queue, what providers tell of them, the words that the animation changes."""

from .registre import declarer

__all__ = ["declarer"]
