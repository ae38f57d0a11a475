"""Headings under which people and other sites write the same thing: HelloAsso, JeVeuxAider, Google Forms, CRM."""

SIRET = ("n° siret", "numéro siret", "numéro de siret", "siret de la structure", "code siret", "siret siège")
COURRIEL = (
    "adresse électronique",
    "email",
    "e-mail",
    "mail",
    "adresse mail",
    "adresse email",
    "adresse e-mail",
    "adresse courriel",
    "adresse de courriel",
    "adresse de messagerie",
    "email address",
    "contact e-mail",
)
TELEPHONE = (
    "tel",
    "tél.",
    "mobile",
    "portable",
    "gsm",
    "n° de téléphone",
    "numéro de téléphone",
    "téléphone portable",
    "téléphone mobile",
    "numéro de portable",
    "numéro de mobile",
    "n° de portable",
    "phone",
    "phone number",
)
PRENOM = ("first name", "prénom usuel", "prénom du bénévole", "prénom de la personne")
NOM = ("last name", "nom de famille", "nom d’usage", "nom du bénévole", "nom de la personne")
# HelloAsso writes the member and whoever pays side by side.
PRENOM_ADHERENT, NOM_ADHERENT, COURRIEL_PAYEUR = (
    ("prénom adhérent", "prénom participant", "prénom payeur", "prénom acheteur"),
    ("nom adhérent", "nom participant", "nom payeur", "nom acheteur"),
    ("email adhérent", "email participant", "email payeur", "email acheteur", "nom d’utilisateur"),
)
COMMUNE = (
    "ville",
    "commune de résidence",
    "ville de résidence",
    "localité",
    "city",
    "lieu d’habitation",
    "commune d’habitation",
)
CODE_POSTAL = ("code postal", "cp", "zip", "zip code", "postcode", "code postal de résidence", "code postal et ville")
