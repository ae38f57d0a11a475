"""The sentences of the qualitative part, of the justifications and of the review."""

from __future__ import annotations

from .tirage import Tirage

_DEROULEMENT = (
    "L’action s’est déroulée comme prévu : {entrants} mises en relation validées et {sorties} parrainages terminés. "
    "Les entrées se sont concentrées au printemps et à la rentrée, quand les prescripteurs nous adressent le plus de "
    "monde.",
    "{entrants} personnes sont entrées cette année, avec un démarrage lent en janvier et un rattrapage dès mars. "
    "{sorties} parrainages se sont terminés ; les autres se poursuivent l’an prochain.",
    "Nous avons validé {entrants} mises en relation. L’accueil a été réorganisé en deux temps : une information "
    "collective, puis un entretien qui précise ce que chacun attend du binôme. {sorties} parrainages sont terminés.",
)
_BENEVOLES = (
    "{benevoles} bénévoles mobilisés. Deux réunions d’accueil ont permis d’en rencontrer de nouveaux ; chaque nouveau "
    "parrain ou marraine suit une demi-journée de formation avant son premier rendez-vous.",
    "Le réseau compte {benevoles} parrains, marraines et mentors actifs. Le bouche-à-oreille reste la première source "
    "de recrutement, devant les entreprises partenaires. Trois petits déjeuners ont réuni le réseau.",
    "{benevoles} personnes ont donné de leur temps cette année. Nous relançons chaque trimestre celles qui sont en "
    "pause et une rencontre annuelle permet d’échanger entre pairs sur les situations difficiles.",
)
_PARTENARIATS = (
    "Le partenariat avec France Travail et les missions locales voisines assure l’essentiel des orientations. Les "
    "référents de parcours du PRIJ participent à une réunion par trimestre.",
    "Cinq entreprises du territoire ont ouvert leurs portes pour des visites et des simulations d’entretien. "
    "La coordination avec les associations de quartier reste à renforcer.",
    "Nous travaillons avec les acteurs du service public de l’emploi et deux centres sociaux, qui accueillent nos "
    "permanences.",
)
_DIFFICULTES = (
    "Plusieurs bénévoles en activité ont manqué de disponibilité au second semestre. Des rendez-vous en visio et en "
    "soirée ont été proposés.",
    "Les ruptures précoces tiennent surtout à des projets professionnels qui changent. Un point à six semaines a été "
    "mis en place pour les repérer.",
    "La mobilité reste le premier frein pour les personnes éloignées des transports ; les rencontres ont lieu, quand "
    "c’est possible, près de chez elles.",
)
_REUSSITES = (
    "Les binômes formés selon le métier visé aboutissent plus vite : le réseau du parrain ou de la marraine ouvre des "
    "portes qu’une candidature seule n’ouvre pas.",
    "Les simulations d’entretien menées par des professionnels du recrutement sont ce que les filleules et filleuls "
    "citent en premier dans l’enquête de fin de parcours.",
    "Plusieurs anciens filleuls et filleules se sont engagés à leur tour comme parrains et marraines.",
)
_PERSPECTIVES = (
    "Stabiliser le nombre d’entrants et mieux suivre les premiers mois dans l’emploi.",
    "Recruter des marraines dans les métiers techniques et ouvrir une permanence dans un second quartier.",
    "Développer l’accompagnement dans l’emploi avec deux entreprises volontaires.",
)
_BESOINS = (
    "Un temps d’échange régional sur l’animation des réseaux de bénévoles.",
    "Des outils communs pour former les nouveaux parrains et marraines.",
    "Un appui pour toucher les employeurs publics.",
)


def textes_qualitatifs(tirage: Tirage, *, entrants: int, benevoles: int, sorties: int) -> dict[str, str]:
    """Answers to H1 to H7."""
    themes = (_DEROULEMENT, _BENEVOLES, _PARTENARIATS, _DIFFICULTES, _REUSSITES, _PERSPECTIVES, _BESOINS)
    return {
        f"H{rang}": tirage.parmi(phrases).format(entrants=entrants, benevoles=benevoles, sorties=sorties)
        for rang, phrases in enumerate(themes, start=1)
    }


# By source of the rule (R1 to R24); any other rule to justify gets the last sentence.
JUSTIFICATIONS = {
    "R10": "Une partie des dossiers repris de l’an passé était incomplète ; la fiche d’entrée a été revue depuis.",
    "R11": "Ces personnes ont été relancées trois fois par téléphone et par message, sans réponse.",
    "R12": "Les sorties portent sur un petit nombre de personnes, dont plusieurs ont d’abord choisi une formation.",
    "R16": "Moins d’entrants que prévu pour le même montant notifié : le solde a été signalé au financeur.",
    "R17": "Le poste d’animation est resté vacant cinq mois ; les entrées ont repris à l’automne.",
    "R18": "Retour au rythme habituel après une année où le poste d’animation était vacant.",
    "R19": "Plusieurs parrainages se sont terminés tôt par une embauche, d’autres ont été prolongés dans l’emploi.",
}
JUSTIFICATION_GENERALE = "Chiffre vérifié avec l’équipe : il tient à la petite taille de l’effectif cette année."

MOTIF_RETOUR = (
    "Merci de vérifier en E1 les parrainages de plus de 9 mois, durée que votre convention ne prévoit pas, et de "
    "préciser en H4 ce qui freine le recrutement des marraines."
)
MOTIF_RETOUR_PASSE = (
    "Le compte rendu financier n’était pas joint à votre envoi : merci de nous le faire parvenir, puis de transmettre "
    "ce bilan à nouveau."
)
COMMENTAIRE_VALIDATION = "Bilan complet et cohérent avec le compte rendu financier."
COMMENTAIRE_TRANSMISSION = "Bilan relu avec l’équipe. Nous restons disponibles pour toute précision."
