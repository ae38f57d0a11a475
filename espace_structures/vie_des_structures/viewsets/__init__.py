"""Screens of the back office that touch several rooms at once."""
