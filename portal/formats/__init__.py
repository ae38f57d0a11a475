"""Dates and hours as each language writes them, where Django's own formats are not ours."""
