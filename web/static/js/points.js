// SPDX-FileCopyrightText: 2026 Rione contributors
// SPDX-License-Identifier: AGPL-3.0-or-later
// While choosing: how many points are left, or credits where a vote costs its square (data-squared), with a button for
// one more and one for one less; of a scale, how many options have a mark. Nothing is blocked: the server refuses.
"use strict";
{
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  const bar = document.querySelector("[data-ballot-bar]");

  const points = (root) => {
    const words = root.dataset;
    const squared = "squared" in words;
    const all = Number(words.points);
    const status = root.querySelector("[data-points-status]");
    const options = [...root.querySelectorAll("[data-option]")].map((box) => {
      const field = box.querySelector("input");
      const step = (sign, word, by) => {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = sign;
        button.setAttribute("aria-label", `${word}: ${box.dataset.option}`);
        button.addEventListener("click", () => {
          const value = (Number.parseInt(field.value, 10) || 0) + by;
          field.value = Math.min(Number(field.max), Math.max(Number(field.min), value)) || "";
          write();
        });
        return button;
      };
      field.before(step("−", words.less, -1));
      field.after(step("+", words.more, 1));
      return { box, field, cost: box.querySelector("[data-points-cost]") };
    });
    const write = () => {
      let spent = 0;
      for (const { box, field, cost } of options) {
        const value = Number.parseInt(field.value, 10) || 0;
        const paid = squared ? value * value : Math.abs(value);
        spent += paid;
        box.classList.toggle("chosen", value !== 0);
        if (cost) cost.textContent = value ? filled(words.cost, { cost: paid }) : "";
      }
      const over = spent > all;
      const text = filled(over ? words.over : words.told, { spent, all, left: all - spent, over: spent - all });
      status.textContent = text;
      status.classList.toggle("ballot-over", over);
      bar.textContent = filled(words.bar, { spent, all });
      bar.classList.toggle("ballot-over", over);
    };
    root.classList.add("ballot-scripted");
    root.addEventListener("input", write);
    addEventListener("pageshow", write);
    write();
  };

  const scale = (root) => {
    const status = root.querySelector("[data-scale-status]");
    const total = root.querySelectorAll(".option-scale").length;
    const write = () => {
      const marked = [...root.querySelectorAll("input:checked")].filter((input) => input.value !== "").length;
      status.textContent = filled(root.dataset.told, { marked, total });
      bar.textContent = filled(root.dataset.bar, { marked, total });
    };
    status.hidden = false;
    root.addEventListener("change", write);
    addEventListener("pageshow", write);
    write();
  };

  for (const root of document.querySelectorAll("[data-points]")) points(root);
  for (const root of document.querySelectorAll("[data-scale]")) scale(root);
}
