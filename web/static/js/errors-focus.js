// SPDX-FileCopyrightText: 2026 Rione contributors
// SPDX-License-Identifier: AGPL-3.0-or-later
// A form that came back with errors: the summary takes the focus, so that it is read first; its links go into the field itself.
"use strict";
{
  const summary = document.querySelector("[data-error-summary]");
  if (summary) {
    summary.focus();
    summary.addEventListener("click", (event) => {
      const link = event.target.closest("a[href^='#']");
      const target = link && document.getElementById(link.hash.slice(1));
      if (!target) return;
      event.preventDefault();
      const field = target.matches("input, select, textarea") ? target : target.querySelector("[aria-invalid=true]") || target.querySelector("input, select, textarea") || target;
      target.scrollIntoView({ block: "center" });
      field.focus({ preventScroll: true });
    });
  }
}
