// "Tout cocher" and how many rows are ticked: the list works without it.
(() => {
  const liste = document.querySelector("[data-boite]");
  if (!liste) return;
  const cases = [...liste.querySelectorAll('input[name="candidature"]')];
  const gestes = liste.querySelector("fieldset");
  const { toutCocher, cochees } = liste.dataset;
  const tout = document.createElement("input");
  tout.type = "checkbox";
  tout.id = "tout-cocher";
  tout.className = "form-check-input";
  const libelle = document.createElement("label");
  libelle.htmlFor = tout.id;
  libelle.className = "form-check-label";
  libelle.textContent = toutCocher;
  const ligne = document.createElement("p");
  ligne.className = "form-check boite__tout";
  ligne.append(tout, libelle);
  liste.prepend(ligne);
  const compte = document.createElement("output");
  compte.className = "boite__compte";
  gestes.append(compte);
  const dire = () => {
    const nombre = cases.filter((une) => une.checked).length;
    tout.checked = nombre === cases.length;
    tout.indeterminate = nombre > 0 && nombre < cases.length;
    compte.textContent = nombre ? `${cochees}\u00a0: ${nombre}` : "";
  };
  tout.addEventListener("change", () => {
    for (const une of cases) une.checked = tout.checked;
    dire();
  });
  liste.addEventListener("change", dire);
  dire();
})();
