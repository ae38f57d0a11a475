// Saving by itself, two seconds after the last key. The state is always told; a failure is told and tried again.

import { dire, oublier } from "./remarques.js";
import { totaliser } from "./totaux.js";

const REPOS = 2000;
const ESSAIS = [3000, 6000, 12000, 30000];

export class Enregistrement {
  constructor(formulaire) {
    this.formulaire = formulaire;
    this.etat = document.querySelector("[data-etat]");
    this.enregistre = this.#empreinte();
    this.minuterie = null;
    this.essai = 0;
    this.enVol = false;
    this.envoi = false;
    addEventListener("beforeunload", (evenement) => {
      if (!this.envoi && this.estModifie) evenement.preventDefault();
    });
    addEventListener("online", () => this.estModifie && this.#programmer(0));
    formulaire.addEventListener("submit", () => {
      this.envoi = true;
      clearTimeout(this.minuterie);
    });
  }

  get estModifie() {
    return this.#empreinte() !== this.enregistre;
  }

  /** Something was typed. */
  noter() {
    if (!this.estModifie) return;
    this.#dire(this.formulaire.dataset.modifie, "attente");
    if ("autosave" in this.formulaire.dataset) this.#programmer(REPOS);
  }

  #empreinte() {
    const donnees = new FormData(this.formulaire);
    donnees.delete("version");
    return new URLSearchParams(donnees).toString();
  }

  #programmer(delai) {
    clearTimeout(this.minuterie);
    this.minuterie = setTimeout(() => this.#enregistrer(), delai);
  }

  async #enregistrer() {
    if (this.envoi) return;
    if (this.enVol) {
      this.#programmer(REPOS);
      return;
    }
    const envoyees = new FormData(this.formulaire);
    const empreinte = this.#empreinte();
    this.enVol = true;
    this.#dire(this.formulaire.dataset.enCours, "attente");
    try {
      const reponse = await fetch(location.pathname, {
        method: "POST",
        body: envoyees,
        headers: { Accept: "application/json" },
        redirect: "manual",
      });
      await this.#traiter(reponse, envoyees, empreinte);
    } catch {
      this.#reessayer();
    } finally {
      this.enVol = false;
    }
  }

  async #traiter(reponse, envoyees, empreinte) {
    const textes = this.formulaire.dataset;
    if (reponse.type === "opaqueredirect" || reponse.status === 403) return this.#dire(textes.session, "erreur");
    if (reponse.status >= 500) return this.#reessayer();
    if (!reponse.headers.get("Content-Type")?.includes("json")) return this.#dire(textes.erreurServeur, "erreur");
    const retour = await reponse.json();
    this.essai = 0;
    oublier(this.formulaire);
    if (reponse.ok) return this.#confirmer(retour, envoyees, empreinte);
    if (retour.conflit) {
      // The server shows both answers side by side, with all that was typed.
      this.envoi = true;
      return this.formulaire.submit();
    }
    this.#dire(retour.message, "erreur");
    for (const [code, message] of Object.entries(retour.erreurs ?? {})) dire(this.formulaire, code, message);
  }

  #confirmer(retour, envoyees, empreinte) {
    this.formulaire.elements.namedItem("version").value = retour.version;
    this.enregistre = empreinte;
    if (retour.valeurs) this.#accueillir(retour.valeurs, envoyees);
    if (this.estModifie) {
      this.noter();
      return;
    }
    this.#dire(retour.message, "fait");
  }

  /** Answers that others saved meanwhile take their place where nothing was typed since. */
  #accueillir(valeurs, envoyees) {
    const intact = !this.estModifie;
    for (const [code, valeur] of Object.entries(valeurs)) {
      const champ = this.formulaire.elements.namedItem(code);
      if (champ && champ.value === envoyees.get(code)) champ.value = valeur;
    }
    totaliser(this.formulaire);
    if (intact) this.enregistre = this.#empreinte();
  }

  #reessayer() {
    this.#dire(this.formulaire.dataset.panne, "erreur");
    this.#programmer(ESSAIS[Math.min(this.essai, ESSAIS.length - 1)]);
    this.essai += 1;
  }

  #dire(texte, ton) {
    if (this.etat.textContent !== texte) this.etat.textContent = texte;
    this.etat.dataset.ton = ton;
  }
}
