// SPDX-FileCopyrightText: 2026 Rione contributors
// SPDX-License-Identifier: AGPL-3.0-or-later
// Turns the plain ranking form (a number beside each option) into two lists with buttons and dragging. The same number
// fields stay in the form and are what is sent; typing in them still works, and every move is announced.
"use strict";
{
  const SVG = "http://www.w3.org/2000/svg";
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

  const element = (tag, className, text) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  };

  const drawing = (path) => {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    svg.setAttribute("class", "glyph");
    svg.append(document.createElementNS(SVG, "path"));
    svg.firstChild.setAttribute("d", path);
    return svg;
  };

  class Ranking {
    constructor(root) {
      this.root = root;
      this.words = root.dataset;
      this.most = Number(root.dataset.most) || Infinity;
      this.status = root.querySelector("[data-ranking-status]");
      this.rest = root.querySelector(".ranking-options");
      this.options = [...this.rest.children];
      this.chosen = element("ol", "ranking-options");
      this.none = element("p", "ranking-none", this.words.none);
      const name = (list, text) => {
        const title = element("p", "ranking-list-title", text);
        title.id = `${root.id}-${list === this.chosen ? "scelti" : "altri"}`;
        list.setAttribute("aria-labelledby", title.id);
        return title;
      };
      this.rest.before(name(this.chosen, this.words.chosen), this.none, this.chosen);
      this.restTitle = name(this.rest, this.words.rest);
      this.rest.before(this.restTitle);
      for (const option of this.options) this.equip(option);
      this.readFields();
    }

    field(option) {
      return option.querySelector("input");
    }

    order() {
      return [...this.chosen.children];
    }

    equip(option) {
      const { title } = option.dataset;
      const button = (act, label, path) => {
        const made = element("button", `ranking-${act}`);
        made.type = "button";
        made.dataset.act = act;
        made.setAttribute("aria-label", `${label}: ${title}`);
        if (path) made.append(drawing(path));
        else made.textContent = label;
        return made;
      };
      const buttons = element("span", "ranking-buttons");
      buttons.append(
        button("up", this.words.up, "M12 7l7 7-1.4 1.4L12 9.8l-5.6 5.6L5 14z"),
        button("down", this.words.down, "M12 17l-7-7 1.4-1.4 5.6 5.6 5.6-5.6L19 10z"),
        button("remove", this.words.remove, "M18.3 7.1 13.4 12l4.9 4.9-1.4 1.4-4.9-4.9-4.9 4.9-1.4-1.4 4.9-4.9-4.9-4.9 1.4-1.4 4.9 4.9 4.9-4.9z"),
        button("add", this.words.add),
      );
      const grip = element("span", "grip");
      grip.setAttribute("aria-hidden", "true");
      grip.append(drawing("M8 5h3v3H8zm5 0h3v3h-3zM8 10.5h3v3H8zm5 0h3v3h-3zM8 16h3v3H8zm5 0h3v3h-3z"));
      option.prepend(grip);
      option.querySelector("label").after(buttons);
      buttons.addEventListener("click", (event) => {
        const act = event.target.closest("button")?.dataset.act;
        if (act) this.act(option, act);
      });
      this.field(option).addEventListener("change", () => this.typed(option));
      grip.addEventListener("pointerdown", (event) => this.drag(option, event));
    }

    act(option, act) {
      if (act === "add") this.place(option, this.order().length);
      else if (act === "remove") this.remove(option);
      else this.place(option, this.order().indexOf(option) + (act === "up" ? -1 : 1));
      const kept = option.querySelector(`[data-act="${act}"]`);
      (kept.hidden || kept.disabled ? [...option.querySelectorAll("button")].find((b) => !b.hidden && !b.disabled) : kept)?.focus();
    }

    typed(option) {
      const wanted = Number.parseInt(this.field(option).value, 10);
      if (wanted >= 1) this.place(option, wanted - 1);
      else this.remove(option);
      this.field(option).focus();
    }

    place(option, index) {
      const added = option.parentNode !== this.chosen;
      if (added && this.order().length >= this.most) {
        this.field(option).value = "";
        this.say(filled(this.words.full, { most: this.most }), true);
        return;
      }
      const others = this.order().filter((other) => other !== option);
      const at = Math.max(0, Math.min(index, others.length));
      this.chosen.insertBefore(option, others[at] ?? null);
      this.writeFields();
      const values = { title: option.dataset.title, place: at + 1, total: this.order().length };
      this.say(filled(added ? this.words.added : this.words.moved, values));
    }

    remove(option) {
      if (option.parentNode !== this.chosen) return;
      const home = this.options.indexOf(option);
      const next = [...this.rest.children].find((other) => this.options.indexOf(other) > home);
      this.rest.insertBefore(option, next ?? null);
      this.writeFields();
      this.say(filled(this.words.removed, { title: option.dataset.title }));
    }

    readFields() {
      const placed = this.options
        .map((option) => [Number.parseInt(this.field(option).value, 10), option])
        .filter(([place]) => place >= 1)
        .sort(([one], [other]) => one - other);
      this.chosen.append(...placed.map(([, option]) => option));
      this.writeFields(false);
    }

    writeFields(tell = true) {
      const order = this.order();
      for (const option of this.options) {
        const at = order.indexOf(option);
        const inside = at >= 0;
        option.classList.toggle("chosen", inside);
        this.field(option).value = inside ? at + 1 : "";
        for (const button of option.querySelectorAll("button")) {
          const { act } = button.dataset;
          button.hidden = (act === "add") === inside;
          button.disabled = (act === "up" && at === 0) || (act === "down" && at === order.length - 1) || (act === "add" && order.length >= this.most);
        }
        option.querySelector(".grip").hidden = !inside;
      }
      this.none.hidden = order.length > 0;
      this.chosen.hidden = order.length === 0;
      this.restTitle.hidden = this.rest.hidden = order.length === this.options.length;
      if (tell) this.root.dispatchEvent(new Event("input", { bubbles: true }));
    }

    say(text, seen = false) {
      this.status.textContent = text;
      this.status.classList.toggle("visually-hidden", !seen);
    }

    // The list holds the pointer, not the option: an element that moves in the page loses its capture.
    drag(option, event) {
      if (event.button !== 0 || option.parentNode !== this.chosen) return;
      event.preventDefault();
      const start = this.order().indexOf(option);
      this.chosen.setPointerCapture(event.pointerId);
      option.classList.add("dragging");
      const move = (moved) => {
        const others = this.order().filter((other) => other !== option);
        const middle = (other) => {
          const box = other.getBoundingClientRect();
          return box.top + box.height / 2;
        };
        const next = others.find((other) => moved.clientY < middle(other)) ?? null;
        if (option.nextSibling !== next) this.chosen.insertBefore(option, next);
      };
      const stop = () => {
        this.chosen.removeEventListener("pointermove", move);
        option.classList.remove("dragging");
        const end = this.order().indexOf(option);
        if (end !== start) this.place(option, end);
      };
      this.chosen.addEventListener("pointermove", move);
      this.chosen.addEventListener("lostpointercapture", stop, { once: true });
    }
  }

  for (const root of document.querySelectorAll("[data-ranking]")) new Ranking(root);
}
