// Numbers as the server reads them (portal/socle/entrees/nombres.py), tested on the same corpus (tests/corpus). The
// server alone decides what is refused, and says it.

const FINE = "\u202f";
const CHIFFRES_MAXIMUM = 12;
const NOMBRE = /^(?<signe>-?) ?(?<entier>[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:[.,](?<fraction>[0-9]+))?$/;
const MIXTE =
  /^(?<signe>-?) ?(?<entier>[0-9]{1,3}(?<millier>[.,])[0-9]{3}(?:\k<millier>[0-9]{3})*)(?!\k<millier>)[.,](?<fraction>[0-9]+)$/;

/** The number that a text says; null when it is empty, NaN when the server would refuse it. */
export function lire(texte, decimales = 2) {
  const propre = nettoyer(texte, decimales > 0);
  if (propre === "") return null;
  const trouve = NOMBRE.exec(propre) ?? MIXTE.exec(propre);
  if (!trouve) return NaN;
  const { signe, fraction = "" } = trouve.groups;
  const entier = trouve.groups.entier.replace(/[^0-9]/g, "").replace(/^0+(?=.)/, "");
  if (fraction.length === 3 && entier.length <= 3 && decimales < 3) return NaN; // 1.000: one, or a thousand?
  if (fraction.length > Math.max(decimales, 2) || /[1-9]/.test(fraction.slice(decimales))) return NaN;
  if (entier.length > CHIFFRES_MAXIMUM) return NaN;
  return Number(`${signe}${entier}.${fraction || 0}`) + 0;
}

/** Without invisible signs, every kind of space made plain; what has decimals may be followed by its unit. */
function nettoyer(texte, unite) {
  let propre = texte.replace(/[\0\p{Cf}]/gu, "").replace("\u2212", "-").trim();
  if (unite) propre = propre.replace(/(?:€|%|euros?|eur)$/i, "").trim();
  return propre.replace(/[^\S\t\r\n]/g, " ");
}

/** 1 234,5: groups of three, a comma; two decimals or none when `centimes`. */
export function ecrire(nombre, centimes = false) {
  const arrondi = Math.round(nombre * 100) / 100;
  const [entier, fraction = ""] = Math.abs(arrondi).toFixed(2).split(".");
  const utile = Number(fraction) === 0 ? "" : centimes ? fraction : fraction.replace(/0$/, "");
  const groupes = entier.replace(/\B(?=(\d{3})+$)/g, FINE);
  return `${arrondi < 0 ? "-" : ""}${groupes}${utile && `,${utile}`}`;
}
