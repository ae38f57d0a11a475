// What the server refuses, said beside the field, in the same markup as the server writes (templates/formulaires).

/** Show a refusal: a row under the row of a table, a paragraph under the input of a question. */
export function dire(formulaire, code, message) {
  const champ = formulaire.elements.namedItem(code);
  if (!champ) return;
  const remarque = document.createElement("p");
  remarque.className = "remarque remarque--erreur";
  remarque.id = `${champ.id}-erreur`;
  remarque.dataset.direct = "";
  remarque.append(message);
  const case_ = champ.closest("td.case");
  if (case_) {
    const nom = document.createElement("strong");
    nom.textContent = case_.querySelector(".case__etiquette").textContent;
    remarque.prepend(nom, " – ");
    rangeeDesRemarques(case_.parentElement).append(remarque);
  } else {
    champ.closest(".question__reponse").append(remarque);
  }
  champ.setAttribute("aria-invalid", "true");
  champ.setAttribute("aria-describedby", [remarque.id, ...decrit(champ)].join(" "));
}

/** Take every refusal away: those of the page as it was served, and those said since. */
export function oublier(formulaire) {
  for (const champ of formulaire.querySelectorAll("[aria-invalid]")) {
    champ.removeAttribute("aria-invalid");
    champ.setAttribute("aria-describedby", decrit(champ).join(" "));
    if (!champ.getAttribute("aria-describedby")) champ.removeAttribute("aria-describedby");
  }
  for (const remarque of formulaire.querySelectorAll(".remarque--erreur")) remarque.remove();
  for (const rangee of formulaire.querySelectorAll("tr.remarques")) if (!rangee.textContent.trim()) rangee.remove();
  document.getElementById("erreurs")?.remove();
}

function decrit(champ) {
  const ids = (champ.getAttribute("aria-describedby") ?? "").split(" ");
  return ids.filter((id) => id && id !== `${champ.id}-erreur`);
}

function rangeeDesRemarques(rangee) {
  const suivante = rangee.nextElementSibling;
  if (suivante?.classList.contains("remarques")) return suivante.cells[0];
  const nouvelle = document.createElement("tr");
  nouvelle.className = "remarques";
  const cellule = nouvelle.insertCell();
  cellule.colSpan = rangee.cells.length;
  rangee.after(nouvelle);
  return cellule;
}
