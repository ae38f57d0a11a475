// Writing 0 in the empty cells of a table, and taking it back. Without this script, the same button sends the form.

import { ecrire } from "./nombres.js";

export class Zeros {
  /** Cells that each button filled, until something else is typed in its table. */
  #remplies = new Map();

  constructor(formulaire) {
    this.formulaire = formulaire;
    formulaire.addEventListener("click", (evenement) => {
      const bouton = evenement.target.closest("button[name=zeros]");
      if (!bouton) return;
      evenement.preventDefault();
      if (this.#remplies.has(bouton)) this.#annuler(bouton);
      else this.#remplir(bouton);
    });
  }

  /** Something was typed: what was filled there is no longer taken back, and a full table needs no button. */
  actualiser(champ) {
    for (const bouton of this.formulaire.querySelectorAll("button[name=zeros]")) {
      if (bouton.closest("[data-grille]").contains(champ)) this.#oublier(bouton);
      bouton.hidden = !this.#remplies.has(bouton) && vides(bouton).length < 2;
    }
  }

  #remplir(bouton) {
    const champs = vides(bouton);
    for (const champ of champs) champ.value = "0";
    this.#remplies.set(bouton, { champs, texte: texte(bouton).textContent });
    texte(bouton).textContent = bouton.dataset.annuler;
    const phrase = champs.length < 2 ? bouton.dataset.une : bouton.dataset.plusieurs;
    this.#annoncer(phrase.replace("{n}", ecrire(champs.length)));
  }

  #annuler(bouton) {
    for (const champ of this.#remplies.get(bouton).champs) if (champ.value === "0") champ.value = "";
    this.#oublier(bouton);
    this.#annoncer(bouton.dataset.annule);
  }

  #oublier(bouton) {
    if (!this.#remplies.has(bouton)) return;
    texte(bouton).textContent = this.#remplies.get(bouton).texte;
    this.#remplies.delete(bouton);
  }

  /** The totals and the saving first: what they say would take the place of the announcement. */
  #annoncer(phrase) {
    this.formulaire.dispatchEvent(new Event("input", { bubbles: true }));
    document.querySelector("[data-etat]").textContent = phrase;
  }
}

function vides(bouton) {
  const champs = bouton.closest("[data-grille]").querySelectorAll("td.case input");
  return [...champs].filter((champ) => champ.value.trim() === "");
}

function texte(bouton) {
  return bouton.querySelector("[data-texte]");
}
