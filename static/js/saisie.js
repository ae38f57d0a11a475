// Entry of a bilan. Everything here is a comfort: the form is sent, checked and added up by the server without it.

import { naviguer } from "./saisie/clavier.js";
import { coller } from "./saisie/collage.js";
import { Enregistrement } from "./saisie/enregistrement.js";
import { compterCaracteres, compterReponses, totaliser } from "./saisie/totaux.js";
import { Zeros } from "./saisie/zeros.js";

const formulaire = document.getElementById("saisie");

if (formulaire) {
  const enregistrement = new Enregistrement(formulaire);
  const zeros = new Zeros(formulaire);
  const actualiser = () => {
    totaliser(formulaire);
    compterReponses(formulaire);
    compterCaracteres(formulaire);
  };

  formulaire.addEventListener("input", (evenement) => {
    actualiser();
    zeros.actualiser(evenement.target);
    enregistrement.noter();
  });
  formulaire.addEventListener("keydown", naviguer);
  formulaire.addEventListener("paste", coller);
  // A field reached with the keyboard is ready to be typed over, as in a spreadsheet.
  formulaire.addEventListener("focusin", (evenement) => {
    if (evenement.target.matches("td.case input")) evenement.target.select();
  });
  actualiser();
  zeros.actualiser(null);
}
