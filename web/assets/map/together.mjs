// SPDX-FileCopyrightText: 2026 Rione contributors
// SPDX-License-Identifier: AGPL-3.0-or-later
// List and map together: proposals as points that cluster and open; who is chosen in one is shown in the other.
import { suggest } from "./addresses.mjs";
import { json } from "./json.mjs";
import { equip, fly, still } from "./moving.mjs";
import { LABEL_FONT } from "./style.mjs";

const CLOSE = 15, OPEN_UP_TO = 14, MOST_AROUND = 3;

export function together(box) {
  const told = box.dataset;
  const field = document.getElementById(told.nearField);
  if (field) {
    suggest(field, told.addresses, told.suggestions, () => field.form.requestSubmit());
  }
  equip(box, (opened) => show(box, opened));
}

async function show(box, { map, library }) {
  const told = box.dataset;
  const [accent, paper] = ["--brick", "--paper"].map((name) => getComputedStyle(box).getPropertyValue(name).trim());
  const points = (await json(told.points)).map((point, index) => ({ ...point, index }));
  const status = box.querySelector("[data-map-status]");
  const panel = box.querySelector("[data-map-panel]");
  const links = new Map([...document.querySelectorAll(".card-proposal")].map((card) => [card.querySelector("a[href]").getAttribute("href"), card]));
  const feature = ({ index, longitude, latitude }) => ({
    type: "Feature", id: index, properties: { index }, geometry: { type: "Point", coordinates: [longitude, latitude] },
  });
  map.addSource("proposals", {
    type: "geojson", data: { type: "FeatureCollection", features: points.map(feature) }, cluster: true, clusterRadius: 38,
    clusterMaxZoom: OPEN_UP_TO,
  });
  // The chosen one has a source of its own, so that it is seen inside a cluster too.
  map.addSource("chosen", { type: "geojson", data: { type: "FeatureCollection", features: [] } });
  const isGroup = ["has", "point_count"];
  const circle = (id, source, radius, filter, inner = accent, edge = paper, width = 2) => map.addLayer({
    id, type: "circle", source, ...(filter && { filter }),
    paint: { "circle-color": inner, "circle-stroke-color": edge, "circle-stroke-width": width, "circle-radius": radius },
  });
  circle("groups", "proposals", ["step", ["get", "point_count"], 16, 5, 19, 10, 23], isGroup, paper, accent);
  map.addLayer({
    id: "counts", type: "symbol", source: "proposals", filter: isGroup,
    layout: { "text-field": ["get", "point_count_abbreviated"], "text-font": [LABEL_FONT], "text-size": 15, "text-allow-overlap": true },
    paint: { "text-color": accent },
  });
  circle("points", "proposals", 9, ["!", isGroup]);
  circle("chosen", "chosen", 13, null, accent, paper, 4);

  const mark = (card, is) => {
    card.classList.toggle("chosen", is);
    const link = card.querySelector("a[href]");
    if (is) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  };
  const choose = (point, from) => {
    for (const card of links.values()) mark(card, false);
    map.getSource("chosen").setData(feature(point));
    const card = links.get(point.path);
    if (card) mark(card, true);
    if (from === "map") {
      if (card) card.scrollIntoView({ block: "nearest", behavior: still ? "auto" : "smooth" });
      list([point]);
    } else if (!map.getBounds().contains([point.longitude, point.latitude])) {
      fly(map, point.longitude, point.latitude, Math.max(map.getZoom(), CLOSE - 2));
    }
    status.textContent = point.title;
  };
  const list = (those) => {
    panel.replaceChildren(...those.map((point) => {
      const item = document.createElement("li"), link = document.createElement("a");
      link.href = point.path;
      link.textContent = point.title;
      link.addEventListener("focus", () => map.getSource("chosen").setData(feature(point)));
      item.append(link);
      if (point.place) {
        const where = document.createElement("small");
        where.textContent = point.place;
        item.append(where);
      }
      return item;
    }));
    panel.hidden = false;
  };
  const at = (event, layers) => map.queryRenderedFeatures(
    [[event.point.x - 8, event.point.y - 8], [event.point.x + 8, event.point.y + 8]], { layers });
  map.on("click", async (event) => {
    const [group] = at(event, ["groups"]);
    if (group) {
      const source = map.getSource("proposals"), id = group.properties.cluster_id;
      const zoom = await source.getClusterExpansionZoom(id);
      const leaves = await source.getClusterLeaves(id, 50, 0);
      const same = new Set(leaves.map((leaf) => leaf.geometry.coordinates.join())).size === 1;
      if (zoom > OPEN_UP_TO || same) list(leaves.map((leaf) => points[leaf.properties.index]));
      fly(map, ...group.geometry.coordinates, Math.max(zoom, map.getZoom() + 1));
      return;
    }
    const found = [...new Map(at(event, ["points"]).map((one) => [one.properties.index, points[one.properties.index]])).values()];
    if (found.length === 1) choose(found[0], "map");
    else if (found.length) list(found);
    else panel.hidden = true;
  });
  map.on("mousemove", (event) => {
    map.getCanvas().classList.toggle("over-point", at(event, ["points", "groups"]).length > 0);
  });
  // Keyboard: the crosshair's point, as a click in the middle.
  map.getCanvas().addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const lngLat = map.getCenter();
    map.fire("click", { lngLat, point: map.project(lngLat), originalEvent: event });
  });
  for (const point of points) {
    const card = links.get(point.path);
    for (const kind of card ? ["focusin", "mouseenter"] : []) card.addEventListener(kind, () => choose(point, "list"));
  }
  const around = told.near ? told.near.split(" ").map(Number) : null;
  if (around) {
    new library.Marker({ color: getComputedStyle(box).getPropertyValue("--ink").trim() }).setLngLat(around).addTo(map);
  }
  const away = ({ longitude, latitude }) => Math.hypot((longitude - around[0]) * Math.cos(latitude * Math.PI / 180), latitude - around[1]);
  const seen = around ? [...points].sort((one, other) => away(one) - away(other)).slice(0, MOST_AROUND) : points;
  const bounds = new library.LngLatBounds();
  for (const at of [...(around ? [around] : []), ...seen.map(({ longitude, latitude }) => [longitude, latitude])]) bounds.extend(at);
  if (!bounds.isEmpty()) map.fitBounds(bounds, { padding: 40, maxZoom: CLOSE, animate: false });
  status.textContent = told.shown.replace("{count}", points.length);
}
