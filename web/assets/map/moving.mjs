// SPDX-FileCopyrightText: 2026 Rione contributors
// SPDX-License-Identifier: AGPL-3.0-or-later
// Opens the moving map in a [data-moving-map] when somebody asks for it or touches the drawing. Until it has loaded, and
// where the browser has no WebGL 2, the server's drawing stays.
import { json } from "./json.mjs";
import { style } from "./style.mjs";

export const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const AROUND = 0.35; // degrees around the city that can be seen: a wide screen must be able to step back

export function hasWebGL() {
  try {
    return document.createElement("canvas").getContext("webgl2") !== null;
  } catch {
    return false;
  }
}

const linked = (href) =>
  new Promise((done) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = href;
    link.onload = link.onerror = done;
    document.head.append(link);
  });

// The map of a box, ready to be drawn upon. Throws when it cannot be.
async function made(box) {
  const told = box.dataset;
  const [library, facts] = await Promise.all([import(told.library), json(told.facts), linked(told.css)]);
  library.setWorkerUrl(new URL(told.worker, location.href).href);
  const frame = box.querySelector("[data-map-frame]");
  frame.hidden = false;
  const [west, south, east, north] = facts.bounds;
  const map = new library.Map({
    container: frame,
    style: style(facts, { regular: absolute(told.fontRegular), strong: absolute(told.fontStrong), italic: absolute(told.fontItalic) }),
    bounds: told.bounds.split(" ").map(Number),
    maxBounds: [[west - AROUND, south - AROUND], [east + AROUND, north + AROUND]],
    minZoom: 9, maxZoom: 19, dragRotate: false, pitchWithRotate: false, touchPitch: false, attributionControl: false,
    cooperativeGestures: matchMedia("(pointer: coarse)").matches,
    fadeDuration: still ? 0 : 150,
    locale: {
      "Map.Title": told.title, "NavigationControl.ZoomIn": told.zoomIn, "NavigationControl.ZoomOut": told.zoomOut,
      "CooperativeGesturesHandler.MobileHelpText": told.twoFingers, "CooperativeGesturesHandler.WindowsHelpText": told.ctrlScroll,
      "CooperativeGesturesHandler.MacHelpText": told.ctrlScroll, "Marker.Title": told.marker,
    },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new library.NavigationControl({ showCompass: false }), "top-right");
  await new Promise((done) => map.once("load", done));
  return { map, library, facts };
}
const absolute = (address) => new URL(address, location.href).href;

// Wires the button and the first touch; `use` gets the open map, `without` is called where there can be none.
export function equip(box, use, without) {
  const open = box.querySelector("[data-open-map]");
  const drawing = box.querySelector("[data-map-drawing]");
  if (!hasWebGL()) {
    without?.();
    return;
  }
  let opening = null;
  const start = (event) => {
    opening ??= (async () => {
      open.disabled = true;
      open.textContent = box.dataset.opening;
      try {
        const opened = await made(box);
        open.hidden = true;
        box.dataset.ready = "1";
        use(opened);
        if (event?.currentTarget === open) opened.map.getCanvas().focus();
        return opened;
      } catch (error) {
        console.info("map", error);
        box.querySelector("[data-map-frame]").hidden = true;
        open.hidden = true;
        box.dataset.ready = "failed";
        const status = box.querySelector("[data-map-status]");
        if (status) status.textContent = box.dataset.failed;
        without?.();
        return null;
      }
    })();
    return opening;
  };
  open.hidden = false;
  open.addEventListener("click", start);
  drawing?.addEventListener("pointerdown", start, { once: true });
  return start;
}

export function fly(map, longitude, latitude, zoom) {
  map[still ? "jumpTo" : "easeTo"]({ center: [longitude, latitude], zoom, duration: 400 });
}
