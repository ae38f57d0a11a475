"""Writes the data files of this package again from public packages (../donnees/SOURCES.md); never run by the portal."""
