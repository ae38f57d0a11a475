// Manual choice of theme, kept on this device. Read in <head>, before anything is painted; the rest works without it.
(() => {
  const racine = document.documentElement;
  const lire = () => {
    try { return localStorage.getItem("theme"); } catch { return null; }
  };
  const choisi = lire();
  if (choisi === "clair" || choisi === "sombre") racine.dataset.theme = choisi;
  racine.classList.add("js");

  document.addEventListener("click", (evenement) => {
    if (!evenement.target.closest("[data-bascule-theme]")) return;
    const sombre = racine.dataset.theme
      ? racine.dataset.theme === "sombre"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    racine.dataset.theme = sombre ? "clair" : "sombre";
    try { localStorage.setItem("theme", racine.dataset.theme); } catch { /* storage refused: the choice lasts a page */ }
  });
})();
