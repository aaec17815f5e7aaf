// SPDX-FileCopyrightText: 2026 Rione contributors
// SPDX-License-Identifier: AGPL-3.0-or-later
// A form marked data-stay is sent without leaving the page: what is marked data-live comes back as the server draws it, the
// focus stays on the button of the same part, and what was said of it is announced. Without a script, or when anything is
// other than expected, the form goes its usual way: the server answers at the same button.
"use strict";
{
  const said = document.querySelector("[data-said]");

  const send = async (form) => {
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin" });
    if (!answer.ok) throw new Error(String(answer.status));
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  };

  const show = (page, own) => {
    const pairs = [...document.querySelectorAll("[data-live]")].map((part) => [part, page.querySelector(`[data-live="${part.dataset.live}"]`)]);
    if (pairs.some(([, fresh]) => !fresh)) throw new Error("another page");
    for (const [part, fresh] of pairs) part.replaceWith(document.adoptNode(fresh));
    document.querySelector(`[data-live="${own}"] button[type="submit"]`)?.focus({ preventScroll: true });
    said.textContent = page.querySelector(".flashes")?.textContent.trim() ?? "";
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-stay]") || event.defaultPrevented) return;
    event.preventDefault();
    said.textContent = "";
    try {
      show(await send(form), form.closest("[data-live]").dataset.live);
    } catch {
      form.submit();
    }
  });
}
