from .accueil import Accueil
from .appel import AppelBenevoles, SecteurRecherche
from .benevole import Benevole, LangueParlee
from .candidature import Candidature, Etiquette, Message, ModeleMessage, Note
from .engagement import CampagneRenouvellement, DemandeRenouvellement, Engagement, Saison
from .entreprise import Entreprise
from .reglages import ReglagesBenevolat
from .suivi import AccesDossier, Compteur

__all__ = [
    "AccesDossier",
    "Accueil",
    "AppelBenevoles",
    "Benevole",
    "CampagneRenouvellement",
    "Candidature",
    "Compteur",
    "DemandeRenouvellement",
    "Engagement",
    "Entreprise",
    "Etiquette",
    "LangueParlee",
    "Message",
    "ModeleMessage",
    "Note",
    "ReglagesBenevolat",
    "Saison",
    "SecteurRecherche",
]
