"""Writes the geographic data again (portal/socle/geographie/donnees/SOURCES.md); never run by the portal."""
