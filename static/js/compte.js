// Account pages: which button and which field the library's passkey forms are made of, and the button that prints.
(() => {
  const fabriques = window.allauth?.webauthn?.forms;
  const capable = Boolean(fabriques && window.PublicKeyCredential);
  const champs = { addForm: ["add", "id_credential"], authenticateForm: ["authenticate", "cle-reponse"], loginForm: ["login", "cle-reponse"] };

  for (const formulaire of document.querySelectorAll("[data-cle]")) {
    if (!capable) break;
    const [action, reponse] = champs[formulaire.dataset.cle];
    formulaire.hidden = false;
    formulaire.querySelector("#cle-bouton").hidden = false;
    formulaire.querySelector("[data-cle-absente]")?.remove();
    fabriques[formulaire.dataset.cle]({
      ids: { [action]: "cle-bouton", credential: reponse, passwordless: "id_passwordless", data: "cle-donnees" },
    });
  }

  // The person gave up, or the device knows no key for this portal: said in the page, not in the console.
  document.addEventListener("allauth.error", (evenement) => {
    evenement.preventDefault();
    for (const erreur of document.querySelectorAll("[data-cle-erreur]")) erreur.hidden = false;
  });

  for (const bouton of document.querySelectorAll("[data-imprimer]")) {
    bouton.hidden = false;
    bouton.addEventListener("click", () => window.print());
  }
})();
