// A block copied from a spreadsheet, taken apart. Pure: no page, so that it is tested alone.

import { lire } from "./nombres.js";

/** Rows of cells. A quoted cell keeps its tabs, its line breaks and its doubled quotes, on one line. */
export function decouper(texte) {
  const rangees = [[]];
  // A cell, quoted or not, then what ends it.
  const case_ = /(?:"((?:[^"]|"")*)"(?=[\t\n]|$)|([^\t\n]*))(\t|\n|$)/gy;
  const propre = texte.replace(/\r\n?/g, "\n").replace(/\n+$/, "");
  while (case_.lastIndex <= propre.length) {
    const [, citee, nue, fin] = case_.exec(propre);
    rangees.at(-1).push((citee === undefined ? nue : citee.replace(/""/g, '"')).replace(/\s*[\n\t]\s*/g, " ").trim());
    if (fin === "") break;
    if (fin === "\n") rangees.push([]);
  }
  // Empty columns at the end are no content: a spreadsheet copies them along.
  const largeur = Math.max(1, ...rangees.map((rangee) => rangee.findLastIndex((valeur) => valeur !== "") + 1));
  return rangees.map((rangee) => [...rangee, ...Array(largeur).fill("")].slice(0, largeur));
}

/** The block without the headings of its rows and columns (texts alone in its first row, its first column), and these. */
export function separerIntitules(rangees) {
  let restent = rangees;
  const intitules = [];
  while (restent.length > 1 && sontDesIntitules(restent[0])) {
    intitules.push(...restent[0]);
    restent = restent.slice(1);
  }
  while (restent[0].length > 1 && sontDesIntitules(restent.map((rangee) => rangee[0]))) {
    intitules.push(...restent.map((rangee) => rangee[0]));
    restent = restent.map((rangee) => rangee.slice(1));
  }
  return { rangees: restent, intitules: intitules.filter(Boolean) };
}

/** Whether these cells name something: none is a number, one at least is a text. */
function sontDesIntitules(cases) {
  return cases.some((valeur) => /\p{L}/u.test(valeur)) && cases.every((valeur) => !valeur || Number.isNaN(lire(valeur)));
}
