// Map of places: outlines of the départements, a pin a place, and nothing that the list beside does not say.
// Leaflet is fetched when the map comes near the screen. Texts and addresses come from the attributes of the element;
// whatever comes from data is written as text, never as HTML.
(() => {
  const ECART = 56; // under how many pixels neighbours are drawn as one: beyond, a finger tells them apart
  const LE_PLUS_PRES = 17;
  const CODES_LISIBLES = 20; // from how many outlines on their codes would hide one another
  const calme = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const tactile = matchMedia("(pointer: coarse)").matches;

  let leaflet;
  const charger = (plan) => {
    leaflet ??= new Promise((fini, rate) => {
      const feuille = Object.assign(document.createElement("link"), { rel: "stylesheet", href: plan.dataset.feuille });
      const script = Object.assign(document.createElement("script"), { src: plan.dataset.leaflet });
      let restent = 2;
      for (const element of [feuille, script]) {
        element.onload = () => { restent -= 1; if (!restent) fini(window.L); };
        element.onerror = rate;
      }
      // Before our own sheets, which have the last word.
      document.head.prepend(feuille);
      document.head.append(script);
    });
    return leaflet;
  };

  const lire = async (adresse) => {
    const reponse = await fetch(adresse);
    if (!reponse.ok) throw new Error(`${adresse}: ${reponse.status}`);
    return reponse.json();
  };

  const element = (nom, classe, texte = "") => {
    const cree = document.createElement(nom);
    cree.className = classe;
    cree.textContent = texte;
    return cree;
  };

  // Only addresses of the web: a link is never a script.
  const lien = (adresse) => {
    const lue = adresse ? new URL(adresse, location.href) : null;
    return lue && /^https?:$/.test(lue.protocol) ? lue.href : null;
  };

  // --- Places -------------------------------------------------------------------------------------------------------

  const bulle = (points) => {
    const liste = element("ul", "geo__lieux");
    liste.append(...points.map(({ properties: dit }) => {
      const un = element("li", "");
      const adresse = lien(dit.url);
      const titre = element(adresse ? "a" : "p", "geo__titre", dit.titre);
      if (adresse) titre.href = adresse;
      un.append(titre, ...[dit.type, dit.adresse].filter(Boolean).map((texte) => element("p", "geo__detail", texte)));
      for (const action of dit.actions ?? []) {
        const sienne = element("a", "geo__action", action.titre);
        sienne.href = lien(action.url) ?? "";
        un.append(sienne);
      }
      return un;
    }));
    return liste;
  };

  // Structures of the same house share a pin.
  const parLieu = (points) => {
    const lieux = new Map();
    for (const point of points) {
      const [longitude, latitude] = point.geometry.coordinates;
      const cle = `${latitude} ${longitude}`;
      if (!lieux.has(cle)) lieux.set(cle, { position: [latitude, longitude], points: [] });
      lieux.get(cle).points.push(point);
    }
    return [...lieux.values()];
  };

  const epingle = (L, plan, { position, points }) => {
    const icone = L.icon({ iconUrl: plan.dataset.epingle, iconSize: [32, 42], iconAnchor: [16, 41], popupAnchor: [0, -38], className: "geo__epingle" });
    const marque = L.marker(position, { icon: icone, alt: points.map((point) => point.properties.titre).join(", "), riseOnHover: true });
    // A bubble that closes takes the focus away with it: it goes back to the pin.
    marque.on("popupclose", ({ popup }) => {
      const actif = document.activeElement;
      if (actif === document.body || popup.getElement()?.contains(actif)) marque.getElement()?.focus({ preventScroll: true });
    });
    return marque.bindPopup(() => bulle(points), { minWidth: 180, maxWidth: 300 });
  };

  const groupe = (L, plan, carte, lieux) => {
    const nombre = lieux.reduce((somme, lieu) => somme + lieu.points.length, 0);
    const cote = 40 + Math.min(24, Math.round(6 * Math.log10(nombre) ** 2));
    const cadre = L.latLngBounds(lieux.map((lieu) => lieu.position));
    const icone = L.divIcon({ className: "geo__groupe", iconSize: [cote, cote], html: element("span", "", nombre) });
    const texte = plan.dataset.texteGroupe.replace("NOMBRE", nombre);
    return L.marker(lieux[0].position, { icon: icone, title: texte })
      .on("click keypress", (evenement) => {
        if (evenement.type === "click" || evenement.originalEvent.key === "Enter") carte.fitBounds(cadre, { padding: [40, 40] });
      });
  };

  // Places that would cover one another are drawn as one: each stands at least ECART pixels from the first of another group.
  const regrouperLesVoisins = (carte, lieux) => {
    const groupes = [];
    const parMaille = new Map();
    const maille = (x, y, dx = 0, dy = 0) => `${Math.floor(x / ECART) + dx} ${Math.floor(y / ECART) + dy}`;
    const autour = [-1, 0, 1].flatMap((dx) => [-1, 0, 1].map((dy) => [dx, dy]));
    for (const lieu of lieux) {
      const { x, y } = carte.project(lieu.position);
      const proches = autour.flatMap(([dx, dy]) => parMaille.get(maille(x, y, dx, dy)) ?? []);
      const voisin = proches.find((groupe) => Math.hypot(groupe.x - x, groupe.y - y) < ECART);
      if (voisin) {
        voisin.lieux.push(lieu);
        continue;
      }
      const seul = { x, y, lieux: [lieu] };
      groupes.push(seul);
      parMaille.set(maille(x, y), [...(parMaille.get(maille(x, y)) ?? []), seul]);
    }
    return groupes.map((groupe) => groupe.lieux);
  };

  const montrerLesLieux = (L, plan, carte, points) => {
    const lieux = parLieu(points);
    const couche = L.layerGroup().addTo(carte);
    const regrouper = () => {
      couche.clearLayers();
      const groupes = carte.getZoom() >= LE_PLUS_PRES ? lieux.map((lieu) => [lieu]) : regrouperLesVoisins(carte, lieux);
      for (const voisins of groupes) {
        couche.addLayer(voisins.length === 1 ? epingle(L, plan, voisins[0]) : groupe(L, plan, carte, voisins));
      }
    };
    carte.on("zoomend", regrouper);
    regrouper();
  };

  // --- Outlines -----------------------------------------------------------------------------------------------------

  const ouvrirAuClavier = (trace, nom, aller) => {
    trace.setAttribute("tabindex", "0");
    trace.setAttribute("role", "link");
    trace.setAttribute("aria-label", nom);
    trace.addEventListener("keydown", (evenement) => { if (evenement.key === "Enter") aller(); });
  };

  const ecrireLeCode = (L, carte, code, [longitude, latitude]) => {
    const icone = L.divIcon({ className: "geo__code", iconSize: null, html: element("span", "", code) });
    const marque = L.marker([latitude, longitude], { icon: icone, interactive: false, keyboard: false, zIndexOffset: -1000 });
    marque.addTo(carte).getElement().setAttribute("aria-hidden", "true");
  };

  const montrerLesContours = (L, plan, carte, contours) => {
    const modele = plan.dataset.adresseTerritoire;
    const formes = L.geoJSON(contours, {
      style: ({ properties: { code } }) => ({
        className: `geo__contour${modele ? " geo__contour--lien" : ""}${code === plan.dataset.zone ? " geo__contour--zone" : ""}`,
      }),
      onEachFeature: ({ properties: { code, nom, repere } }, forme) => {
        const aller = () => location.assign(modele.replace("CODE", encodeURIComponent(code)));
        forme.bindTooltip(document.createTextNode(`${nom} (${code})`), { sticky: true, direction: "top", offset: [0, -8] });
        forme.on("add", () => {
          const trace = forme.getElement();
          if (modele) {
            forme.on("click", aller);
            ouvrirAuClavier(trace, `${nom} (${code})`, aller);
            trace.addEventListener("focus", () => forme.openTooltip([repere[1], repere[0]]));
            trace.addEventListener("blur", () => forme.closeTooltip());
          }
          if (contours.features.length <= CODES_LISIBLES) ecrireLeCode(L, carte, code, repere);
        });
      },
    }).addTo(carte);
    // Its neighbours would hide half of its edge.
    formes.eachLayer((forme) => { if (forme.feature.properties.code === plan.dataset.zone) forme.bringToFront(); });
    return formes;
  };

  // --- The whole ----------------------------------------------------------------------------------------------------

  const cadrer = (L, plan, carte, formes) => {
    const { latitude, longitude, rayon, zone } = plan.dataset;
    if (latitude && longitude && rayon) {
      const cercle = L.circle([Number(latitude), Number(longitude)], { radius: 1000 * Number(rayon), interactive: false, className: "geo__rayon" });
      carte.fitBounds(cercle.addTo(carte).getBounds(), { padding: [12, 12], animate: false });
      return;
    }
    const montrees = formes.getLayers().filter(({ feature: { properties: { code } } }) => (zone ? code === zone : !code.startsWith("97")));
    carte.fitBounds(L.featureGroup(montrees.length ? montrees : formes.getLayers()).getBounds(), { padding: [12, 12], animate: false });
  };

  const suivreLeClavier = (plan, carte) => {
    plan.addEventListener("keydown", ({ key }) => { if (key === "Escape") carte.closePopup(); });
    carte.on("popupopen", ({ popup }) => {
      const fermer = popup.getElement().querySelector(".leaflet-popup-close-button");
      fermer.setAttribute("aria-label", plan.dataset.texteFermer);
      (popup.getElement().querySelector(".geo__titre[href]") ?? fermer).focus({ preventScroll: true });
    });
  };

  const dessiner = async (plan) => {
    const { points, contours, tuiles } = plan.dataset;
    const [L, formes, lieux] = await Promise.all([charger(plan), lire(contours), points ? lire(points) : { features: [] }]);
    const carte = L.map(plan, {
      attributionControl: false,
      zoomControl: false,
      scrollWheelZoom: false, // the wheel scrolls the page
      dragging: !tactile, // one finger scrolls the page, two move the map
      maxZoom: LE_PLUS_PRES,
      zoomSnap: 0.25,
      fadeAnimation: !calme,
      zoomAnimation: !calme,
      markerZoomAnimation: !calme,
      inertia: !calme,
      center: [48.7, 2.5],
      zoom: 8,
    });
    if (calme) carte.panBy = (pas, options) => L.Map.prototype.panBy.call(carte, pas, { ...options, animate: false });
    L.control.zoom({ zoomInTitle: plan.dataset.textePlus, zoomOutTitle: plan.dataset.texteMoins }).addTo(carte);
    if (tuiles) {
      plan.classList.add("geo--tuiles");
      L.tileLayer(tuiles, { maxZoom: LE_PLUS_PRES }).addTo(carte);
    }
    cadrer(L, plan, carte, montrerLesContours(L, plan, carte, formes));
    montrerLesLieux(L, plan, carte, lieux.features);
    suivreLeClavier(plan, carte);
    new ResizeObserver(() => carte.invalidateSize({ animate: false })).observe(plan);
    plan.dataset.etat = "prete";
  };

  const commencer = (plan) => dessiner(plan).catch(() => {
    plan.hidden = true;
    plan.parentElement.querySelector(".geo__panne").hidden = false;
  });

  const guetteur = new IntersectionObserver((entrees) => {
    for (const { isIntersecting, target } of entrees) {
      if (!isIntersecting) continue;
      guetteur.unobserve(target);
      commencer(target);
    }
  }, { rootMargin: "300px" });
  document.querySelectorAll("[data-carte]").forEach((plan) => guetteur.observe(plan));
})();
