// Numbers as the server reads them (portal/socle/formulaires/nombres.py). The server alone decides what is refused.

const FINE = "\u202f";

/** The number that a text says; null when it is empty, NaN when it cannot be read. */
export function lire(texte) {
  const propre = texte.replace(/[\p{Cf}\s€%]/gu, "").replace("\u2212", "-").replace(/euros?$|eur$/i, "");
  if (propre === "") return null;
  return /^-?\d+([.,]\d+)?$/.test(propre) ? Number(propre.replace(",", ".")) : NaN;
}

/** 1 234,5: groups of three, a comma; two decimals or none when `centimes`. */
export function ecrire(nombre, centimes = false) {
  const arrondi = Math.round(nombre * 100) / 100;
  const [entier, fraction = ""] = Math.abs(arrondi).toFixed(2).split(".");
  const utile = Number(fraction) === 0 ? "" : centimes ? fraction : fraction.replace(/0$/, "");
  const groupes = entier.replace(/\B(?=(\d{3})+$)/g, FINE);
  return `${arrondi < 0 ? "-" : ""}${groupes}${utile && `,${utile}`}`;
}
