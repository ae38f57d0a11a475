// Pasting a block from a spreadsheet: rows and columns are laid from the focused cell on; nothing leaves the table, and
// what does not fit in it is said before anything is written.

import { decouper, separerIntitules } from "./bloc.js";
import { voisin } from "./clavier.js";

export function coller(evenement) {
  const depart = evenement.target;
  const texte = evenement.clipboardData?.getData("text/plain") ?? "";
  if (!depart.matches("td.case input") || !/[\t\n]/.test(texte.replace(/[\r\n]+$/, ""))) return;
  evenement.preventDefault();
  const lu = decouper(texte);
  const { rangees, intitules } = depart.inputMode ? separerIntitules(lu) : { rangees: lu, intitules: [] };
  const cases = rangees.map((_, rang) => cibles(depart, rang, rangees[0].length));
  const hauteur = cases.filter((rangee) => rangee.length > 0).length;
  const largeur = Math.min(...cases.slice(0, hauteur).map((rangee) => rangee.length));
  const dit = depart.form.dataset;
  if (hauteur < rangees.length || largeur < rangees[0].length) {
    const nombres = { l: rangees.length, c: rangees[0].length, pl: hauteur, pc: largeur };
    if (!confirm(dit.deborde.replace(/\{(\w+)\}/g, (_, nom) => nombres[nom]))) return;
  }
  rangees.forEach((rangee, rang) => {
    cases[rang].forEach((case_, colonne) => {
      const champ = case_.querySelector("input");
      if (champ) champ.value = rangee[colonne];
    });
  });
  // The totals and the saving first: what they say would take the place of the announcement.
  depart.form.dispatchEvent(new Event("input", { bubbles: true }));
  if (intitules.length) {
    document.querySelector("[data-etat]").textContent = dit.intitules.replace("{i}", intitules.join(", "));
  }
}

/** The cells that a row of the block would fill; none below the table. */
function cibles(depart, rang, largeur) {
  let champ = depart;
  for (let pas = 0; pas < rang && champ; pas += 1) champ = voisin(champ, 1);
  const cases = [];
  let case_ = champ?.closest("td");
  while (case_ && cases.length < largeur) {
    cases.push(case_);
    case_ = case_.nextElementSibling;
  }
  return cases;
}
