// SPDX-FileCopyrightText: 2026 Rione contributors
// SPDX-License-Identifier: AGPL-3.0-or-later
// The chart library with only the traces that our figures draw, and the Italian locale. A trace missing here fails
// silently in the browser (bars become lines): add it here before using it in analytics/figures.
"use strict";
const Plotly = require("plotly.js/lib/core");
Plotly.register([
  require("plotly.js/lib/bar"),
  require("plotly.js/lib/pie"),
  require("plotly.js/lib/heatmap"),
  require("plotly.js/lib/box"),
  require("plotly.js/lib/sankey"),
]);
Plotly.register(require("plotly.js/lib/locales/it"));
module.exports = Plotly;
