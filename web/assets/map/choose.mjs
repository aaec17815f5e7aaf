// SPDX-FileCopyrightText: 2026 Rione contributors
// SPDX-License-Identifier: AGPL-3.0-or-later
// Chooses one point: by address, by a tap, by dragging the mark, by the keyboard with the crosshair in the middle. The two
// number fields hold it, and the server reads nothing else.
import { suggest } from "./addresses.mjs";
import { json } from "./json.mjs";
import { equip, fly } from "./moving.mjs";
import { drawn } from "./drawing.mjs";

const CLOSE = 17;

export function choose(box) {
  const form = box.closest("form");
  const told = box.dataset;
  const picker = box.closest("fieldset");
  const longitude = picker.querySelector("[data-longitude]"), latitude = picker.querySelector("[data-latitude]");
  const status = box.querySelector("[data-map-status]");
  const place = form.elements.neighbourhood, label = form.elements.place_label;
  const address = form.elements.address, asked = form.elements.found_for;
  const drawing = drawn(box, longitude, latitude);
  let opened = null, mark = null, own = "", latest = 0;

  const known = () => longitude.value !== "" && latitude.value !== "";
  const show = () => {
    drawing.show();
    if (!opened) return;
    if (!known()) {
      mark?.remove();
      mark = null;
      return;
    }
    const at = [Number(longitude.value), Number(latitude.value)];
    if (!mark) {
      mark = new opened.library.Marker({ color: getComputedStyle(box).getPropertyValue("--brick").trim(), draggable: true }).setLngLat(at);
      mark.addTo(opened.map);
      mark.on("dragend", () => {
        const end = mark.getLngLat();
        set(end.lng, end.lat);
      });
    }
    mark.setLngLat(at);
  };
  const allowed = (slug) => (place.options ? [...place.options].some((option) => option.value === slug) : place.value === slug);
  const name = async (text) => {
    const mine = ++latest;
    try {
      const found = await json(`${told.where}?lon=${longitude.value}&lat=${latitude.value}`);
      if (mine !== latest) return;
      const words = text || found.text;
      const inside = found.place && allowed(found.place);
      if (inside && place.options) place.value = found.place;
      if (words && label && (!label.value.trim() || label.value === own)) label.value = own = words;
      if (address && asked) address.value = asked.value = found.text || text ? (text || found.text) : "";
      status.textContent = inside || !found.place
        ? [`${told.said} ${words || told.marked}`, found.place_name].filter(Boolean).join(" · ")
        : `${told.said} ${words || told.marked}. ${told.outside}`;
      status.classList.toggle("field-error", !inside);
      if (!inside && !found.place) status.textContent += `. ${told.outside}`;
    } catch {
      status.textContent = `${told.said} ${told.marked}`;
    }
    latitude.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const set = (x, y, text = "") => {
    longitude.value = x.toFixed(6);
    latitude.value = y.toFixed(6);
    form.querySelector("[data-found]")?.remove();
    picker.querySelector(".point-words")?.remove();
    show();
    return name(text);
  };

  if (address) {
    suggest(address, told.addresses, told.suggestions, (one) => {
      set(one.longitude, one.latitude, one.text);
      if (opened) fly(opened.map, one.longitude, one.latitude, CLOSE);
    });
  }
  for (const field of [longitude, latitude]) field.addEventListener("change", show);
  equip(box, (map) => {
    opened = map;
    const canvas = opened.map.getCanvas();
    if (known()) opened.map.jumpTo({ center: [Number(longitude.value), Number(latitude.value)], zoom: CLOSE });
    opened.map.on("click", (event) => set(event.lngLat.lng, event.lngLat.lat));
    canvas.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      const middle = opened.map.getCenter();
      set(middle.lng, middle.lat);
    });
    show();
  }, () => drawing.use(set));
  show();
}
