// SPDX-FileCopyrightText: 2026 Rione contributors
// SPDX-License-Identifier: AGPL-3.0-or-later
// The style of the moving map. Its colours come from the server, which draws the other maps in them; labels are drawn in
// the browser from our woff2, so that no glyph server is needed.
const REGULAR = "Titillium", STRONG = "Titillium 600", ITALIC = "Titillium Italic";
const ROUND = { "line-cap": "round", "line-join": "round" };
const grows = (...stops) => ["interpolate", ["exponential", 1.6], ["zoom"], ...stops];

// class, least zoom, edge, fill, width in pixels by zoom; what lies below comes first
const STREETS = [
  ["minor", 14, "minor-edge", "minor", [14, 0.6, 16, 2.6, 19, 16]],
  ["square", 13, "street-edge", "street", [13, 0.8, 16, 5, 19, 36]],
  ["local", 13, "street-edge", "street", [13, 0.9, 14, 2, 16, 5.6, 19, 38]],
  ["ramp", 12, "main-edge", "main", [12, 0.8, 16, 5, 19, 36]],
  ["secondary", 11, "secondary-edge", "secondary", [11, 0.8, 14, 3, 16, 7.5, 19, 50]],
  ["main", 9, "main-edge", "main", [9, 0.9, 12, 2.2, 14, 4.4, 16, 10, 19, 66]],
  ["motorway", 9, "motorway-edge", "motorway", [9, 1.4, 12, 3.4, 14, 6, 16, 13, 19, 84]],
];
const EDGE = 1.6;

function ground(colour) {
  const area = (id, layer, name, filter) => ({
    id, type: "fill", source: "base", "source-layer": layer, ...(filter && { filter }), paint: { "fill-color": colour(name) },
  });
  const isArea = ["==", ["geometry-type"], "Polygon"], isLine = ["==", ["geometry-type"], "LineString"];
  const line = (id, layer, paint, minzoom, filter = isLine) => ({ id, type: "line", source: "base", "source-layer": layer, minzoom, filter, paint });
  const street = (id, name, minzoom, tint, width) => ({
    id, type: "line", source: "base", "source-layer": "streets", minzoom, filter: ["==", ["get", "c"], name], layout: ROUND,
    paint: { "line-color": colour(tint), "line-width": grows(...width) },
  });
  const wider = (width) => width.map((value, at) => (at % 2 ? value + EDGE : value));
  return [
    area("boundary", "boundary", "ground"),
    area("built-up", "built_up", "built-up"),
    area("woods", "woods", "woods"),
    { ...area("parks", "parks", "park"), paint: { "fill-color": ["match", ["get", "c"], "green", colour("green"), colour("park")] } },
    area("water", "water", "water", isArea),
    line("streams", "water", { "line-color": colour("water"), "line-width": grows(13, 0.8, 17, 3) }, 13),
    area("railbed", "railway", "railbed", isArea),
    ...STREETS.map(([name, least, edge, , width]) => street(`edge-${name}`, name, least, edge, wider(width))),
    ...STREETS.map(([name, least, , fill, width]) => street(`street-${name}`, name, least, fill, width)),
    line("cycle-paths", "cycle_paths", { "line-color": colour("cycle"), "line-width": grows(14, 0.8, 18, 2.4), "line-dasharray": [2, 1.6] }, 14),
    line("rails", "railway", { "line-color": colour("rail"), "line-width": grows(10, 0.5, 14, 1.4, 17, 3) }, 10),
  ];
}

function labels(colour) {
  const text = (id, layer, minzoom, layout, paint, filter) => ({
    id, type: "symbol", source: "base", "source-layer": layer, minzoom, ...(filter && { filter }),
    layout: { "text-field": ["get", "n"], "text-font": [REGULAR], "text-size": 11, ...layout },
    paint: { "text-halo-color": colour("halo"), "text-halo-width": 1.5, ...paint },
  });
  const along = (id, names, minzoom, size, font = REGULAR, tint = "text") =>
    text(id, "streets", minzoom,
      { "symbol-placement": "line", "symbol-spacing": 380, "text-font": [font], "text-size": size, "text-max-angle": 28, "text-padding": 3 },
      { "text-color": colour(tint) }, ["in", ["get", "c"], ["literal", names]]);
  return [
    text("numbers", "numbers", 16.6, { "text-size": 11, "text-padding": 4 }, { "text-color": colour("text-number") }),
    along("name-minor", ["minor"], 16, 11),
    along("name-local", ["local", "square"], 14.5, grows(14.5, 11, 17, 13)),
    along("name-secondary", ["secondary"], 13.5, grows(13.5, 11, 17, 13.5)),
    along("name-main", ["main", "motorway"], 12.5, grows(12.5, 11, 17, 14), STRONG, "text-strong"),
    text("name-places", "places", 16, { "text-max-width": 8 }, { "text-color": colour("text-place") }),
    text("name-water", "water", 12, { "symbol-placement": "line", "text-font": [ITALIC], "text-letter-spacing": 0.05 }, { "text-color": colour("text-water") }, ["has", "n"]),
    text("name-parks", "park_names", 12, { "text-font": [ITALIC], "text-max-width": 7, "symbol-sort-key": ["-", ["get", "m"]] }, { "text-color": colour("text-park") }),
  ];
}

export const isDark = () => matchMedia("(prefers-color-scheme: dark)").matches;

// `facts` is what /mappa/dati answers; `fonts` the addresses of our woff2. Without tiles there are outlines and names.
export function style(facts, fonts) {
  const colour = (name) => (isDark() ? facts.night : facts.colours)[name];
  const zones = { type: "geojson", data: `${location.origin}${facts.outlines}` };
  const base = facts.tiles && {
    type: "vector", tiles: [`${location.origin}${facts.tiles}`], minzoom: facts.least_zoom, maxzoom: facts.most_zoom, bounds: facts.bounds,
  };
  return {
    version: 8,
    sources: { zones, ...(base && { base }) },
    "font-faces": { [REGULAR]: fonts.regular, [STRONG]: fonts.strong, [ITALIC]: fonts.italic },
    layers: [
      { id: "outside", type: "background", paint: { "background-color": colour(base ? "outside" : "ground") } },
      ...(base ? ground(colour) : []),
      {
        id: "zones", type: "line", source: "zones", layout: ROUND,
        paint: { "line-color": colour("zone"), "line-width": 1.2, "line-opacity": ["interpolate", ["linear"], ["zoom"], 11, 0.8, 14, 0.35] },
      },
      ...(base ? labels(colour) : []),
      {
        id: "name-zones", type: "symbol", source: "zones", maxzoom: base ? 13.5 : 24,
        layout: { "text-field": ["get", "name"], "text-font": [STRONG], "text-size": grows(10, 11, 13, 14), "text-max-width": 8 },
        paint: { "text-color": colour("text-strong"), "text-halo-color": colour("halo"), "text-halo-width": 1.6 },
      },
    ],
  };
}
export const LABEL_FONT = STRONG;
