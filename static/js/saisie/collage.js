// Pasting a block from a spreadsheet: rows and columns are laid from the focused cell on; nothing leaves the table.

import { voisin } from "./clavier.js";

export function coller(evenement) {
  const depart = evenement.target;
  const texte = evenement.clipboardData?.getData("text/plain") ?? "";
  if (!depart.matches("td.case input") || !/[\t\n]/.test(texte.replace(/[\r\n]+$/, ""))) return;
  evenement.preventDefault();
  let debut = depart;
  for (const ligne of texte.replace(/\r\n?/g, "\n").replace(/\n+$/, "").split("\n")) {
    if (!debut) break;
    remplir(debut, ligne.split("\t"));
    debut = voisin(debut, 1);
  }
  depart.form.dispatchEvent(new Event("input", { bubbles: true }));
}

function remplir(debut, valeurs) {
  let case_ = debut.closest("td");
  for (const valeur of valeurs) {
    const champ = case_?.querySelector("input");
    if (champ) champ.value = valeur.trim();
    case_ = case_?.nextElementSibling;
  }
}
