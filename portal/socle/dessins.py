"""The pictures of the demonstration, drawn from the shapes of the identity: two circles, and the sun where they meet.

Each drawing is a function that receives a canvas; coordinates are those of a sheet of 1600 × 900.
"""

from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw

LARGEUR, HAUTEUR = 1600, 900
FINESSE = 2  # drawn twice as large, then reduced: smooth edges without any other library

SABLE, SABLE_FORT, PAPIER, ENCRE = "#F7F1E7", "#ECE2D2", "#FFFDF9", "#1B2A41"
SARCELLE, CORAIL, SOLEIL = "#0B6E6E", "#C2391F", "#F6B93B"
SARCELLE_CLAIR, CORAIL_CLAIR, SOLEIL_CLAIR = "#BFE0DC", "#F3C4B6", "#FBE3B0"
PEAUX, CHEVEUX = ("#8D5A3B", "#E8BFA0", "#B97F57"), ("#2B2118", "#B9B2A6", "#5B3A24")

Point = tuple[float, float]


class Toile:
    """A sheet on which shapes are laid one over another."""

    def __init__(self, fond: str = SABLE):
        self.image = Image.new("RGB", (LARGEUR * FINESSE, HAUTEUR * FINESSE), fond)
        self.trait = ImageDraw.Draw(self.image)

    @staticmethod
    def _boite(centre: Point, rx: float, ry: float) -> list[float]:
        x, y = centre
        return [v * FINESSE for v in (x - rx, y - ry, x + rx, y + ry)]

    def disque(self, centre: Point, rayon: float, couleur: str) -> None:
        """A filled circle."""
        self.trait.ellipse(self._boite(centre, rayon, rayon), fill=couleur)

    def cercle(self, centre: Point, rayon: float, couleur: str, epaisseur: float) -> None:
        """The outline of a circle."""
        self.trait.ellipse(self._boite(centre, rayon, rayon), outline=couleur, width=round(epaisseur * FINESSE))

    def pave(self, gauche: float, haut: float, droite: float, bas: float, couleur: str, rayon: float = 0) -> None:
        """A rectangle, its corners rounded."""
        coins = [v * FINESSE for v in (gauche, haut, droite, bas)]
        self.trait.rounded_rectangle(coins, radius=rayon * FINESSE, fill=couleur)

    def polygone(self, points: list[Point], couleur: str) -> None:
        """A filled outline."""
        self.trait.polygon([(x * FINESSE, y * FINESSE) for x, y in points], fill=couleur)

    def arc(
        self, centre: Point, rx: float, ry: float, debut: float, fin: float, couleur: str, epaisseur: float
    ) -> None:
        """A thick arc, angles in degrees, clockwise from the right."""
        self.trait.arc(self._boite(centre, rx, ry), debut, fin, fill=couleur, width=round(epaisseur * FINESSE))

    def commun(self, a: Point, b: Point, rayon: float, couleur: str) -> None:
        """The part that two circles of the same radius share."""
        masques = []
        for centre in (a, b):
            masque = Image.new("1", self.image.size)
            ImageDraw.Draw(masque).ellipse(self._boite(centre, rayon, rayon), fill=1)
            masques.append(masque)
        self.image.paste(Image.new("RGB", self.image.size, couleur), mask=_et(*masques))

    def paire(self, centre: Point, rayon: float, ecart: float = 1.0) -> None:
        """The mark: two circles, `ecart` radii apart, and the sun between them."""
        x, y = centre
        a, b = (x - rayon * ecart / 2, y), (x + rayon * ecart / 2, y)
        self.disque(a, rayon, SARCELLE)
        self.disque(b, rayon, CORAIL)
        if ecart < 2:
            self.commun(a, b, rayon, SOLEIL)

    def personne(self, pied: Point, taille: float, habit: str, teint: int) -> None:
        """Somebody suggested by two shapes: shoulders that stand on `pied`, and a head."""
        x, y = pied
        large = taille * 0.36
        self.trait.pieslice(self._boite((x, y), large, taille * 0.55), 180, 360, fill=habit)
        tete = (x, y - taille * 0.72)
        self.disque(tete, taille * 0.2, PEAUX[teint])
        self.trait.pieslice(
            self._boite((tete[0], tete[1] - taille * 0.02), taille * 0.21, taille * 0.21), 180, 360, fill=CHEVEUX[teint]
        )

    def png(self) -> bytes:
        """The finished picture."""
        finie = self.image.resize((LARGEUR, HAUTEUR), Image.Resampling.LANCZOS)
        tampon = BytesIO()
        finie.quantize(128, dither=Image.Dither.NONE).save(tampon, "PNG", optimize=True)
        return tampon.getvalue()


def _et(a: Image.Image, b: Image.Image) -> Image.Image:
    return ImageChops.logical_and(a, b)


def rencontre(toile: Toile) -> None:
    """Two people, each in a circle, and what they share."""
    gauche, droite, rayon = (610, 450), (990, 450), 360
    toile.disque(gauche, rayon, SARCELLE_CLAIR)
    toile.disque(droite, rayon, CORAIL_CLAIR)
    toile.commun(gauche, droite, rayon, SOLEIL_CLAIR)
    toile.personne((480, 745), 400, SARCELLE, 0)
    toile.personne((1120, 745), 400, CORAIL, 1)
    for x, y, rayon_bulle, couleur in ((720, 250, 22, SARCELLE), (800, 205, 34, SOLEIL), (880, 250, 22, CORAIL)):
        toile.disque((x, y), rayon_bulle, couleur)
    toile.cercle(gauche, rayon, SARCELLE, 10)
    toile.cercle(droite, rayon, CORAIL, 10)


def trio(toile: Toile) -> None:
    """The organisation above, the volunteer and the person supported below, tied together."""
    toile.disque((800, 430), 520, SABLE_FORT)
    for a, b in (((800, 250), (520, 620)), ((800, 250), (1080, 620)), ((520, 620), (1080, 620))):
        toile.trait.line([v * FINESSE for v in (*a, *b)], fill=PAPIER, width=26 * FINESSE)
    toile.disque((800, 250), 190, SOLEIL)
    toile.disque((520, 620), 190, SARCELLE_CLAIR)
    toile.disque((1080, 620), 190, CORAIL_CLAIR)
    toile.personne((520, 770), 290, SARCELLE, 2)
    toile.personne((1080, 770), 290, CORAIL, 0)
    toile.polygone([(690, 240), (800, 150), (910, 240)], ENCRE)
    toile.pave(712, 240, 888, 350, ENCRE)
    toile.paire((800, 298), 30)


def main_tendue(toile: Toile) -> None:
    """A bridge from a large circle to a small one."""
    toile.disque((430, 470), 300, SARCELLE)
    toile.disque((1260, 560), 180, CORAIL)
    toile.arc((850, 640), 470, 330, 185, 352, SOLEIL, 46)
    for rang, x in enumerate(range(520, 1220, 100)):
        toile.disque((x, 330 - 26 * (3 - abs(3 - rang))), 12, ENCRE)
    toile.personne((430, 700), 400, PAPIER, 1)
    toile.personne((1260, 700), 260, PAPIER, 0)


def maison(toile: Toile) -> None:
    """A house whose roof bears the mark."""
    toile.disque((800, 520), 400, SOLEIL_CLAIR)
    toile.polygone([(470, 500), (800, 250), (1130, 500)], CORAIL)
    toile.pave(540, 490, 1060, 800, PAPIER)
    for x in (610, 890):
        toile.pave(x, 560, x + 100, 660, SARCELLE_CLAIR, 16)
    toile.pave(740, 610, 860, 800, SARCELLE, 60)
    toile.disque((800, 410), 86, PAPIER)
    toile.paire((800, 410), 46)
    for x, taille, habit, teint in ((420, 210, SARCELLE, 2), (1180, 210, CORAIL, 1), (1290, 170, SARCELLE, 0)):
        toile.personne((x, 800), taille, habit, teint)
    toile.pave(0, 796, LARGEUR, HAUTEUR, SABLE_FORT)


def mesure(toile: Toile) -> None:
    """Three columns that grow; the pair stands at the top."""
    toile.disque((980, 430), 360, SOLEIL_CLAIR)
    for rang, (haut, couleur) in enumerate(((560, SARCELLE_CLAIR), (440, SARCELLE), (330, ENCRE))):
        toile.pave(430 + rang * 260, haut, 600 + rang * 260, 810, couleur, 24)
    toile.paire((1035, 230), 62)
    toile.pave(0, 796, LARGEUR, HAUTEUR, SABLE_FORT)


def vague(toile: Toile) -> None:
    """Ever more small circles come to a large one."""
    toile.disque((1120, 450), 330, SARCELLE)
    toile.disque((1120, 450), 250, SOLEIL)
    couleurs = (CORAIL, CORAIL_CLAIR, SARCELLE_CLAIR, SOLEIL)
    for rang in range(9):
        nombre = rang + 1
        for place in range(nombre):
            y = 450 + (place - (nombre - 1) / 2) * 84
            toile.disque((110 + rang * 84, y), 26 + rang * 1.5, couleurs[(rang + place) % len(couleurs)])
    toile.personne((1120, 640), 340, PAPIER, 2)


def deuxieme(toile: Toile) -> None:
    """Two large circles; around the second, more small ones than around the first."""
    toile.disque((500, 450), 250, SARCELLE_CLAIR)
    toile.disque((500, 450), 160, SARCELLE)
    toile.disque((1090, 450), 300, CORAIL_CLAIR)
    toile.disque((1090, 450), 190, CORAIL)
    toile.disque((1090, 450), 140, PAPIER)
    toile.paire((1090, 450), 74)
    rayons = ((0, -1), (0.71, -0.71), (1, 0), (0.71, 0.71), (0, 1), (-0.71, 0.71), (-1, 0), (-0.71, -0.71))
    for dx, dy in rayons:
        toile.disque((1090 + dx * 245, 450 + dy * 245), 28, SOLEIL)
    for dx, dy in rayons[::2]:
        toile.disque((500 + dx * 205, 450 + dy * 205), 22, SOLEIL)


def colonnes(toile: Toile) -> None:
    """Columns of different heights, the tallest crowned by the pair."""
    for rang, (haut, couleur) in enumerate(
        ((600, SARCELLE_CLAIR), (470, SARCELLE), (300, CORAIL), (520, CORAIL_CLAIR), (660, SOLEIL))
    ):
        toile.pave(330 + rang * 200, haut, 470 + rang * 200, 810, couleur, 70)
    toile.paire((800, 215), 56)
    toile.pave(0, 796, LARGEUR, HAUTEUR, SABLE_FORT)


def ile(toile: Toile) -> None:
    """Eight circles, one for each département of Île-de-France, around the pair."""
    toile.disque((800, 450), 410, SABLE_FORT)
    places = ((430, 330), (590, 170), (860, 130), (1110, 240), (1210, 480), (1010, 710), (700, 760), (450, 620))
    couleurs = (SARCELLE_CLAIR, CORAIL_CLAIR, SOLEIL, SARCELLE, CORAIL, SARCELLE_CLAIR, CORAIL_CLAIR, SOLEIL)
    for rang, (place, couleur) in enumerate(zip(places, couleurs, strict=True)):
        toile.disque(place, 74 + (rang * 37) % 40, couleur)
    toile.paire((800, 450), 150)


DESSINS: dict[str, Callable[[Toile], None]] = {
    dessin.__name__: dessin for dessin in (rencontre, trio, main_tendue, maison, mesure, vague, deuxieme, colonnes, ile)
}


def dessiner(nom: str) -> bytes:
    """The PNG of a drawing; KeyError when there is none of this name."""
    toile = Toile()
    DESSINS[nom](toile)
    return toile.png()
