// Totals, computed numbers, hints and counters, kept up to date as one types.

import { ecrire, lire } from "./nombres.js";

/** Value of an <output>: the signed fields it names, plus its base; null when nothing is known. */
function evaluer(sortie, valeurs) {
  let somme = sortie.dataset.base === "" ? null : Number(sortie.dataset.base);
  for (const terme of sortie.dataset.termes.split(" ").filter(Boolean)) {
    const valeur = valeurs.get(terme.slice(1));
    if (valeur === null || valeur === undefined || Number.isNaN(valeur)) continue;
    somme = (somme ?? 0) + (terme[0] === "-" ? -valeur : valeur);
  }
  return somme;
}

function lireLesChamps(formulaire) {
  const valeurs = new Map();
  for (const champ of formulaire.querySelectorAll("input[inputmode]")) {
    const valeur = lire(champ.value, champ.inputMode === "decimal" ? 2 : 0);
    if (!(valeur < 0)) valeurs.set(champ.name, valeur); // the server refuses what is negative
  }
  return valeurs;
}

/** Every number that the form computes. */
export function totaliser(formulaire) {
  const valeurs = lireLesChamps(formulaire);
  const sommes = new Map();
  for (const sortie of formulaire.querySelectorAll("output[data-termes]")) {
    const somme = evaluer(sortie, valeurs);
    sommes.set(sortie, somme);
    const texte = somme === null ? "" : ecrire(somme, "centimes" in sortie.dataset);
    if (sortie.textContent !== texte) sortie.textContent = texte;
  }
  for (const controle of formulaire.querySelectorAll("[data-controle]")) juger(controle, sommes);
}

function juger(controle, sommes) {
  const [somme, attendu] = [...controle.querySelectorAll("output")].map((sortie) => sommes.get(sortie));
  controle.hidden = somme === null || attendu === null;
  const ecart = Math.round((somme - attendu) * 100) / 100;
  const phrase = ecart === 0 ? "juste" : ecart < 0 ? "manque" : "trop";
  controle.classList.toggle("controle--ecart", ecart !== 0);
  controle.querySelector("[data-verdict]").textContent = controle.dataset[phrase].replace("{n}", ecrire(Math.abs(ecart)));
}

/** How many of the expected answers of the section are given. */
export function compterReponses(formulaire) {
  const avancee = document.querySelector("[data-attendues]");
  const codes = avancee.dataset.attendues.split(" ").filter(Boolean);
  const repondues = codes.filter((code) => formulaire.elements.namedItem(code)?.value.trim()).length;
  avancee.querySelector("[data-repondues]").textContent = repondues;
}

/** Length of each text; a line break counts for one, as on the server. */
export function compterCaracteres(formulaire) {
  for (const compteur of formulaire.querySelectorAll("[data-compteur]")) {
    const longueur = [...document.getElementById(compteur.dataset.compteur).value].length;
    compteur.querySelector("[data-compte]").textContent = ecrire(longueur);
    compteur.classList.toggle("compteur--trop", longueur > Number(compteur.dataset.longueur));
  }
}
