// SPDX-FileCopyrightText: 2026 Rione contributors
// SPDX-License-Identifier: AGPL-3.0-or-later
// The server's drawing as a place to choose a point, where there is no moving map: by tap, or by the arrow keys. Its view
// box is linear in degrees: data-bounds is "west south east north".
const STEP = 1 / 200;
const within = (value, low, high) => Math.max(low, Math.min(high, value));

export function drawn(box, longitude, latitude) {
  const svg = box.querySelector("[data-point-map]"), point = svg?.querySelector("[data-point]");
  if (!point) return { show() {}, use() {} };
  const [west, south, east, north] = box.dataset.bounds.split(" ").map(Number);
  const view = svg.viewBox.baseVal;
  const show = () => {
    const known = longitude.value !== "" && latitude.value !== "";
    point.setAttribute("visibility", known ? "visible" : "hidden");
    if (!known) return;
    point.setAttribute("cx", view.x + ((Number(longitude.value) - west) / (east - west)) * view.width);
    point.setAttribute("cy", view.y + ((north - Number(latitude.value)) / (north - south)) * view.height);
  };
  const use = (set) => {
    const at = (x, y) => set(
      west + ((within(x, view.x, view.x + view.width) - view.x) / view.width) * (east - west),
      north - ((within(y, view.y, view.y + view.height) - view.y) / view.height) * (north - south),
    );
    box.dataset.ready = "drawing";
    svg.removeAttribute("aria-hidden");
    svg.setAttribute("tabindex", "0");
    svg.setAttribute("role", "application");
    svg.setAttribute("aria-label", box.dataset.title);
    svg.addEventListener("click", (event) => {
      const found = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
      at(found.x, found.y);
    });
    svg.addEventListener("keydown", (event) => {
      const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      if (!way) return;
      event.preventDefault();
      const known = point.getAttribute("visibility") === "visible";
      const x = known ? Number(point.getAttribute("cx")) : view.x + view.width / 2;
      const y = known ? Number(point.getAttribute("cy")) : view.y + view.height / 2;
      const step = view.width * STEP * (event.shiftKey ? 5 : 1);
      at(x + way[0] * step, y + way[1] * step);
    });
  };
  return { show, use };
}
