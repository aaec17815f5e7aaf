// SPDX-FileCopyrightText: 2026 Rione contributors
// SPDX-License-Identifier: AGPL-3.0-or-later
// "La tua via e il numero": suggestions while typing; the one that is chosen is looked for at once.
import { suggest } from "./addresses.mjs";

for (const form of document.querySelectorAll("form[data-suggestions]")) {
  const { suggestions, suggestionsName } = form.dataset;
  suggest(form.elements.via, suggestions, suggestionsName, () => form.requestSubmit());
}
