// SPDX-FileCopyrightText: 2026 Rione contributors
// SPDX-License-Identifier: AGPL-3.0-or-later
// The server has drawn every figure. Whoever asks one to move gets plotly, loaded then, in the place of the drawing, with
// the JSON {data, layout} at its address. It is decoration for screen readers: the sentence above and the table below hold
// the same content.
"use strict";
{
  const italian = (document.documentElement.lang || "it").startsWith("it");
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const narrow = matchMedia("(max-width: 575px)").matches;

  const isDark = matchMedia("(prefers-color-scheme: dark)");
  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  // The server names the colours of the day (analytics/figures/drawings.py); these are theirs by night.
  const NIGHT = {
    "#8e3729": "#e08d78", "#cdbfb4": "#75695f", "#2b6a94": "#6fb0dc", "#c28f2c": "#dcb05a", "#3f7d5c": "#6fb692",
    "#6b4a86": "#b596d1", "#8a8178": "#a79d93", "#201a18": "#efeae5", "#e5ded8": "#3d3732", "#fdf6f1": "#2a211e",
    "#d98e78": "#8c4431", "#542788": "#b59ae0", "#b35806": "#e2924c", "#f1a340": "#9a6522", "#f2efec": "#3b3734",
    "#998ec3": "#6a5f96", "#f5e3da": "#3a2621", "#e6b9a5": "#6a3a2e", "#cd7f6c": "#a3543f", "#ac4c39": "#d88a72",
    "#75291f": "#f0c3ae",
  };
  const inScheme = (figure) =>
    JSON.parse(JSON.stringify(figure).replace(/#[0-9a-f]{6}/g, (day) => (isDark.matches && NIGHT[day]) || day));

  // The city's categories (told apart by colour-blind eyes too) and scales; a figure may bring its own.
  const categories = ["#8e3729", "#2b6a94", "#c28f2c", "#3f7d5c", "#6b4a86", "#8a8178"];
  const scale = (...colours) => colours.map((colour, index) => [index / (colours.length - 1), colour]);
  const scales = {
    sequential: scale("#f5e3da", "#e6b9a5", "#cd7f6c", "#ac4c39", "#75291f"),
    diverging: scale("#b35806", "#f1a340", "#f2efec", "#998ec3", "#542788"),
  };

  const dressed = (layout) => ({
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    separators: italian ? ",." : ".,",
    dragmode: false,
    colorway: categories,
    colorscale: { sequential: scales.sequential, sequentialminus: scales.sequential, diverging: scales.diverging },
    ...layout,
    font: { family: "'Titillium Web', Geneva, Tahoma, sans-serif", size: narrow ? 14 : 16, color: token("--ink"), ...layout.font },
    margin: { t: 16, r: 12, b: 48, l: 12, ...layout.margin },
    xaxis: { automargin: true, ...layout.xaxis },
    yaxis: { automargin: true, ...layout.yaxis },
    transition: still ? { duration: 0 } : layout.transition,
  });

  let library;
  const plotly = ({ script, style }) =>
    (library ??= new Promise((done, failed) => {
      const sheet = Object.assign(document.createElement("link"), {
        id: "plotly.js-style-global", className: "no-inline-styles", rel: "stylesheet", href: style,
      });
      document.head.append(sheet, Object.assign(document.createElement("script"), { src: script, onload: done, onerror: failed }));
    }));

  const move = async (place, button) => {
    const drawn = place.firstElementChild;
    button.disabled = true;
    try {
      const [answer] = await Promise.all([
        fetch(place.dataset.figure, { credentials: "same-origin", headers: { Accept: "application/json" } }),
        plotly(button.dataset),
      ]);
      if (!answer.ok) throw new Error(`figure: ${answer.status}`);
      const asked = await answer.json();
      for (const trace of asked.data) if (trace.type === "heatmap") trace.colorscale ??= scales.sequential;
      await document.fonts?.ready;
      drawn.remove();
      place.classList.add("drawing-moves");
      const show = async () => {
        const figure = inScheme({ data: asked.data, layout: dressed(asked.layout ?? {}) });
        await Plotly.react(place, figure.data, figure.layout, {
          responsive: true, locale: italian ? "it" : "en", displayModeBar: false, displaylogo: false, scrollZoom: false, doubleClick: false,
          showTips: false,
        });
        for (const svg of place.querySelectorAll("svg")) svg.setAttribute("aria-hidden", "true");
      };
      await show();
      place.dataset.ready = "1";
      isDark.addEventListener("change", show);
      button.remove();
    } catch {
      // What the server drew stands again, with the words that say so.
      place.classList.remove("drawing-moves");
      place.replaceChildren(drawn, place.dataset.failed);
      place.dataset.ready = "failed";
      button.remove();
    }
  };

  for (const button of document.querySelectorAll("[data-move]")) {
    const place = button.closest("figure").querySelector("[data-figure]");
    button.hidden = false;
    button.addEventListener("click", () => move(place, button));
  }
}
