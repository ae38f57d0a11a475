// Suggestions under a field where a commune is typed. Without this script the field works: a name or a postcode is enough.
(() => {
  const ATTENTE = 150;

  const proposer = (liste, communes) => {
    liste.replaceChildren(...communes.map((commune) => {
      const option = document.createElement("option");
      option.value = commune.libelle;
      option.label = [commune.ancien, commune.libelle, commune.code_postal].filter(Boolean).join(", ");
      return option;
    }));
  };

  const brancher = (champ) => {
    let minuteur;
    let demande;
    champ.addEventListener("input", () => {
      clearTimeout(minuteur);
      demande?.abort();
      const texte = champ.value.trim();
      // A suggestion was taken: nothing more to look for.
      if (texte.length < 2 || [...champ.list.options].some((option) => option.value === champ.value)) return;
      minuteur = setTimeout(async () => {
        demande = new AbortController();
        try {
          const reponse = await fetch(`${champ.dataset.communes}?q=${encodeURIComponent(texte)}`, { signal: demande.signal });
          if (reponse.ok) proposer(champ.list, (await reponse.json()).communes);
        } catch { /* network down, or overtaken by another letter: the field goes on without suggestions */ }
      }, ATTENTE);
    });
  };

  document.querySelectorAll("input[data-communes]").forEach(brancher);
})();
