// How far an import is, past two seconds; without it the browser simply waits for the answer.
(() => {
  const zone = document.querySelector("[data-avancement]");
  const formulaire = zone?.closest("form");
  if (!formulaire) return;
  const phrase = zone.querySelector("p");
  const barre = zone.querySelector("progress");
  const { avancement: adresse, phrase: ecrites } = zone.dataset;
  const attente = phrase.textContent;
  const demander = async () => {
    zone.hidden = false;
    let etat = {};
    try {
      const reponse = await fetch(adresse, { headers: { Accept: "application/json" } });
      if (reponse.ok && !reponse.redirected) etat = await reponse.json();
    } catch {
      // The page is about to change.
    }
    phrase.textContent = etat.total ? `${attente} ${ecrites}\u00a0: ${etat.faites} / ${etat.total}` : attente;
    if (etat.total) {
      barre.max = etat.total;
      barre.value = etat.faites;
    }
    setTimeout(demander, 1000);
  };
  formulaire.addEventListener("submit", () => {
    setTimeout(demander, 2000);
  });
})();
