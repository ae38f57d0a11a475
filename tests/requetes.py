"""How many queries each of these may cost at most, when no list of one and of three rows bounds it where it is tested.

A screen that grows with its rows is caught by the tests at one and at three rows; here stand the costs that do not
depend on rows. Lower a bound when the work gets cheaper; raise one only for a query that somebody needs.
"""

BORNES = {
    # Public pages
    "la page d’accueil": 16,
    "un article": 10,
    "les chiffres publics d’un département": 2,
    "les liens d’un texte": 1,
    # Volunteers
    "les compteurs d’une structure": 4,
    # Bilans
    "une section à l’écran": 15,
    "une section enregistrée": 15,
    "une feuille enregistrée sans changement": 4,  # savepoint, lock, cells, release
    "une définition jamais lue": 6,
    "une définition connue": 1,
    "une définition gelée": 5,
    "l’avancement, définition connue": 7,
    "les faits d’un bilan": 1,
    "les compteurs des campagnes": 1,
    "le progrès de plusieurs bilans": 3,
    "l’export long": 3,
    "un droit sur un bilan": 4,  # the account, its groups, its structures, its funders
    # The ground
    "un courriel à une liste de comptes": 3,  # accounts; addresses at fault; the log
    "le journal d’un envoi": 2,
    "un texte jamais modifié": 1,
    "l’état des tâches": 1,
}
