// Moving in a table with the keyboard: Enter and the arrows up and down follow a column, Tab goes on as everywhere.

/** The input of the same column in another row, `pas` rows away. */
export function voisin(champ, pas) {
  const case_ = champ.closest("td.case");
  let rangee = case_?.parentElement;
  while (rangee) {
    rangee = pas > 0 ? rangee.nextElementSibling : rangee.previousElementSibling;
    const cible = rangee?.cells[case_.cellIndex]?.querySelector("input");
    if (cible) return cible;
  }
  return null;
}

export function naviguer(evenement) {
  const champ = evenement.target;
  if (!champ.matches("td.case input, .question input") || evenement.altKey || evenement.ctrlKey || evenement.metaKey) return;
  const pas = { Enter: evenement.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[evenement.key];
  if (pas === undefined) return;
  const cible = voisin(champ, pas);
  // Enter never sends the form by accident: sending is the business of the buttons.
  if (evenement.key === "Enter" || cible) evenement.preventDefault();
  cible?.focus();
}
