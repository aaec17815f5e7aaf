// SPDX-FileCopyrightText: 2026 Rione contributors
// SPDX-License-Identifier: AGPL-3.0-or-later
// Picks one point on our own map: by tap, or by the arrow keys; the two number fields stay and can be typed instead.
// The view box is linear in degrees: data-bounds is "west south east north".
"use strict";
{
  const STEP = 1 / 100;

  const equip = (picker) => {
    const [west, south, east, north] = picker.dataset.bounds.split(" ").map(Number);
    const map = picker.querySelector("[data-point-map]");
    const point = picker.querySelector("[data-point]");
    const status = picker.querySelector("[data-point-status]");
    const longitude = picker.querySelector("[data-longitude]");
    const latitude = picker.querySelector("[data-latitude]");
    const box = map.viewBox.baseVal;
    point.setAttribute("r", box.width / 60);
    picker.querySelector("[data-point-help]").hidden = false;
    map.removeAttribute("aria-hidden");
    map.setAttribute("tabindex", "0");
    map.setAttribute("role", "application");
    map.setAttribute("aria-label", picker.querySelector("legend").textContent.trim());
    picker.dataset.ready = "1";

    const within = (value, low, high) => Math.max(low, Math.min(high, value));
    const draw = () => {
      const known = longitude.value !== "" && latitude.value !== "";
      point.setAttribute("visibility", known ? "visible" : "hidden");
      if (!known) return;
      point.setAttribute("cx", box.x + ((Number(longitude.value) - west) / (east - west)) * box.width);
      point.setAttribute("cy", box.y + ((north - Number(latitude.value)) / (north - south)) * box.height);
    };
    const set = (x, y) => {
      longitude.value = (west + ((within(x, box.x, box.x + box.width) - box.x) / box.width) * (east - west)).toFixed(6);
      latitude.value = (north - ((within(y, box.y, box.y + box.height) - box.y) / box.height) * (north - south)).toFixed(6);
      latitude.dispatchEvent(new Event("input", { bubbles: true }));
      status.textContent = `${picker.dataset.moved}: ${latitude.value}, ${longitude.value}`;
      draw();
    };

    map.addEventListener("click", (event) => {
      const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());
      set(at.x, at.y);
    });
    map.addEventListener("keydown", (event) => {
      const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
      const way = ways[event.key];
      if (!way) return;
      event.preventDefault();
      const known = point.getAttribute("visibility") === "visible";
      const x = known ? Number(point.getAttribute("cx")) : box.x + box.width / 2;
      const y = known ? Number(point.getAttribute("cy")) : box.y + box.height / 2;
      const step = box.width * STEP * (event.shiftKey ? 5 : 1) * 0.5;
      set(x + way[0] * step, y + way[1] * step);
    });
    for (const field of [longitude, latitude]) field.addEventListener("input", draw);
    draw();
  };

  for (const picker of document.querySelectorAll("[data-point-picker]")) equip(picker);
}
