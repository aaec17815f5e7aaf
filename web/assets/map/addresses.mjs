// SPDX-FileCopyrightText: 2026 Rione contributors
// SPDX-License-Identifier: AGPL-3.0-or-later
// Suggestions under an address field. The field works without them: its form asks the server.
import { json } from "./json.mjs";

const PAUSE = 150;

// `chosen` gets { text, latitude, longitude, has_number } of the address that was picked.
export function suggest(field, address, words, chosen) {
  const list = document.createElement("ul");
  list.id = `${field.id}-elenco`;
  list.role = "listbox";
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("aria-label", words);
  field.after(list);
  field.role = "combobox";
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-autocomplete", "list");
  let found = [], at = -1, timer = 0, asked = 0;

  const close = () => {
    list.hidden = true;
    at = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const take = (one) => {
    field.value = one.text;
    close();
    chosen(one);
  };
  const show = () => {
    list.replaceChildren(...found.map((one, index) => {
      const item = document.createElement("li");
      item.role = "option";
      item.id = `${list.id}-${index}`;
      item.textContent = one.text;
      if (one.hint) {
        const hint = document.createElement("small");
        hint.textContent = one.hint;
        item.append(hint);
      }
      item.addEventListener("pointerdown", (event) => event.preventDefault());
      item.addEventListener("click", () => take(one));
      return item;
    }));
    at = -1;
    list.hidden = found.length === 0;
    field.setAttribute("aria-expanded", String(found.length > 0));
    field.removeAttribute("aria-activedescendant");
  };
  const look = async () => {
    const mine = ++asked;
    try {
      const answer = field.value.trim().length > 1 ? await json(`${address}?testo=${encodeURIComponent(field.value)}`) : [];
      if (mine !== asked || document.activeElement !== field) return;
      found = answer;
      show();
    } catch {
      close(); // too many, or no network: the button still asks the server
    }
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      at = (at + step + found.length) % found.length;
      [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
      list.children[at].scrollIntoView({ block: "nearest" });
      field.setAttribute("aria-activedescendant", list.children[at].id);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      take(found[at]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });
}
