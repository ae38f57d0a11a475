"""Coherence of the answers of a sheet or of a whole bilan. Pure: no database, no clock, no request.

`controler` says what is wrong; what an anomaly stops, and who answered it, is `metier.controle`'s business.
"""

from .anomalies import OBLIGATOIRE, Anomalie
from .controleur import controler

__all__ = ["OBLIGATOIRE", "Anomalie", "controler"]
