// SPDX-FileCopyrightText: 2026 Rione contributors
// SPDX-License-Identifier: AGPL-3.0-or-later
// Saves forms marked data-draft="<address>" while they are written, and keeps a copy in this tab's sessionStorage: an
// expired session or a lost connection loses nothing. With an empty address there is only that copy: it goes when a page
// says that what was sent has arrived. Passwords, files and hidden fields (the CSRF token) are never kept.
"use strict";
{
  const PAUSE = 3_000;
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  const language = document.documentElement.lang || "it";
  const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });

  const fieldsOf = (form) =>
    [...form.elements].filter((field) => field.name && !["hidden", "password", "file", "submit", "button"].includes(field.type));
  const written = (form) =>
    fieldsOf(form).map((field) => [field.name, /^(checkbox|radio)$/.test(field.type) ? [field.value, field.checked] : field.value]);

  const restore = (form, kept) => {
    const fields = fieldsOf(form);
    let changed = false;
    kept.forEach(([name, value], index) => {
      const field = fields[index];
      if (field?.name !== name) return;
      if (Array.isArray(value)) {
        if (field.value !== value[0] || field.checked === value[1]) return;
        field.checked = value[1];
      } else {
        if (field.value === value) return;
        field.value = value;
      }
      changed = true;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
    return changed;
  };

  const watch = (form) => {
    const key = `bozza:${location.pathname}:${form.getAttribute("action") ?? ""}`;
    const status = form.querySelector("[data-draft-status]");
    const say = (text) => {
      if (status && text && status.textContent !== text) status.textContent = text;
    };
    let timer = 0;
    let saving = false;
    let sent = "";

    const keep = () => {
      try {
        sessionStorage.setItem(key, JSON.stringify(written(form)));
      } catch {
        // A full or forbidden store: the server's draft is still there.
      }
    };

    const save = async () => {
      timer = 0;
      if (!form.dataset.draft) return;
      const body = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
      if (saving || body.toString() === sent) return;
      saving = true;
      try {
        const answer = await fetch(form.dataset.draft, {
          method: "POST", body, credentials: "same-origin", redirect: "error", headers: { "X-Requested-With": "fetch" },
        });
        if (!answer.ok) throw new Error(String(answer.status));
        sent = body.toString();
        if (!timer) sessionStorage.removeItem(key);
        if (answer.status === 204) say(filled(status?.dataset.saved ?? "", { time: clock.format(new Date()) }));
      } catch {
        say(status?.dataset.kept);
      } finally {
        saving = false;
      }
    };

    const later = () => {
      keep();
      clearTimeout(timer);
      timer = setTimeout(save, PAUSE);
    };

    const kept = sessionStorage.getItem(key);
    if (kept && restore(form, JSON.parse(kept))) say(status?.dataset.restored);
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    form.addEventListener("submit", () => {
      clearTimeout(timer);
      if (!form.dataset.draft && written(form).length) sessionStorage.setItem(`inviata:${key}`, "1");
    });
    addEventListener("pagehide", () => {
      if (timer) keep();
    });
  };

  // A page that says an act succeeded ends the copies of that form: <body data-draft-done="/path/of/the/form">.
  const done = document.body.dataset.draftDone;
  if (done) {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(`bozza:${done}:`) || key.startsWith(`bozza:${done}/`)) sessionStorage.removeItem(key);
  }
  for (const key of document.querySelector(".flash-success") ? Object.keys(sessionStorage) : []) {
    if (!key.startsWith("inviata:")) continue;
    sessionStorage.removeItem(key);
    sessionStorage.removeItem(key.slice("inviata:".length));
  }
  for (const form of document.querySelectorAll("form[data-draft]")) watch(form);
}
