// SPDX-FileCopyrightText: 2026 Rione contributors
// SPDX-License-Identifier: AGPL-3.0-or-later
// Every page with a map loads this little file; the map's library comes only when a map is opened.
import { choose } from "./choose.mjs";
import { together } from "./together.mjs";

for (const box of document.querySelectorAll("[data-moving-map]")) (box.dataset.movingMap === "choose" ? choose : together)(box);
