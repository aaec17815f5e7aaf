// SPDX-FileCopyrightText: 2026 Rione contributors
// SPDX-License-Identifier: AGPL-3.0-or-later
// Turns the plain ranking form (a number beside each option) into one list: a tap gives an option the next number,
// another takes it away, arrows move a chosen one by one place. Nothing changes its place on the page. The same number
// fields stay in the form and are what is sent.
"use strict";
{
  const SVG = "http://www.w3.org/2000/svg";
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

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
      this.most = Number(root.dataset.most);
      this.status = root.querySelector("[data-ranking-status]");
      this.bar = document.querySelector("[data-ballot-bar]");
      this.options = [...root.querySelectorAll("[data-option]")].map((box) => this.equip(box));
      this.order = this.options
        .map((option) => [Number.parseInt(option.field.value, 10), option])
        .filter(([place]) => place >= 1)
        .sort(([one], [other]) => one - other)
        .map(([, option]) => option);
      this.status.hidden = false;
      root.classList.add("ballot-scripted");
      this.write("");
    }

    equip(box) {
      const label = box.querySelector("label");
      const field = label.querySelector("input");
      const tap = document.createElement("button");
      tap.type = "button";
      tap.className = "ranking-tap";
      const badge = document.createElement("span");
      badge.className = "ranking-place";
      badge.setAttribute("aria-hidden", "true");
      const place = document.createElement("span");
      place.className = "visually-hidden";
      tap.append(badge, ...label.querySelectorAll(":scope > span"), place);
      field.type = "hidden";
      label.replaceWith(tap, field);
      const option = { box, field, tap, badge, place, title: box.dataset.option, arrows: [] };
      const moves = document.createElement("span");
      moves.className = "ranking-moves";
      for (const [word, step, path] of [
        [this.words.up, -1, "M12 7l7 7-1.4 1.4L12 9.8l-5.6 5.6L5 14z"],
        [this.words.down, 1, "M12 17l-7-7 1.4-1.4 5.6 5.6 5.6-5.6L19 10z"],
      ]) {
        const arrow = document.createElement("button");
        arrow.type = "button";
        arrow.setAttribute("aria-label", `${word}: ${option.title}`);
        arrow.append(drawing(path));
        arrow.addEventListener("click", () => this.move(option, step));
        moves.append(arrow);
        option.arrows.push(arrow);
      }
      option.moves = moves;
      field.after(moves);
      tap.addEventListener("click", () => this.toggle(option));
      return option;
    }

    toggle(option) {
      const at = this.order.indexOf(option);
      if (at >= 0) this.order.splice(at, 1);
      else if (this.order.length >= this.most) return this.say(filled(this.words.full, { most: this.most }), true);
      else this.order.push(option);
      this.write(this.told(option));
    }

    move(option, step) {
      const at = this.order.indexOf(option);
      const to = at + step;
      if (at < 0 || to < 0 || to >= this.order.length) return;
      this.order.splice(at, 1);
      this.order.splice(to, 0, option);
      this.write(this.told(option));
      const arrow = option.arrows[step < 0 ? 0 : 1];
      if (arrow.disabled) option.arrows[step < 0 ? 1 : 0].focus();
    }

    told(option) {
      const at = this.order.indexOf(option);
      return filled(at < 0 ? this.words.away : this.words.at, { title: option.title, place: at + 1 });
    }

    write(said) {
      for (const option of this.options) {
        const at = this.order.indexOf(option);
        const chosen = at >= 0;
        option.field.value = chosen ? at + 1 : "";
        option.badge.textContent = chosen ? at + 1 : "";
        option.box.classList.toggle("chosen", chosen);
        option.place.textContent = chosen ? filled(this.words.place, { place: at + 1 }) : "";
        option.tap.setAttribute("aria-pressed", String(chosen));
        option.moves.hidden = !chosen;
        option.arrows[0].disabled = at === 0;
        option.arrows[1].disabled = at === this.order.length - 1;
      }
      const total = this.order.length;
      const next = total === 0 ? this.words.none : total === this.options.length ? this.words.all : total >= this.most ? this.words.full : this.words.next;
      this.say(filled(next, { next: total + 1, most: this.most }), false, said);
    }

    // `heard` is what changed, for who does not see it.
    say(text, over = false, heard = "") {
      const aside = document.createElement("span");
      aside.className = "visually-hidden";
      aside.textContent = heard && `${heard}. `;
      this.status.replaceChildren(aside, text);
      this.status.classList.toggle("ballot-over", over);
      this.bar.textContent = filled(this.words.bar, { count: this.order.length, most: Math.min(this.most, this.options.length) });
    }
  }

  for (const root of document.querySelectorAll("[data-ranking]")) new Ranking(root);
}
