// SPDX-FileCopyrightText: 2026 Rione contributors
// SPDX-License-Identifier: AGPL-3.0-or-later
// While choosing: how much is spent and what still fits (data-budget, in cents), or how many are left (data-most) and
// whether those chosen are all of one gender (data-one-gender).
// Nothing is blocked here: a project that no longer fits can still be ticked, and the total says what to take away.
"use strict";
{
  const language = document.documentElement.lang || "it";
  const money = (cents) => {  // as the server writes it in every language (web/words/i18n.py): the sign behind
    const digits = cents % 100 ? 2 : 0;
    const format = new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: "always" });
    return `${format.format(cents / 100)}\u00a0€`;
  };
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

  const budgeted = (basket) => {
    const budget = Number(basket.dataset.budget);
    const choices = [...basket.querySelectorAll("[data-cost]")];
    const cost = (choice) => Number(choice.dataset.cost);
    const chosen = (choice) => choice.querySelector("input").checked;
    const spent = choices.filter(chosen).reduce((sum, choice) => sum + cost(choice), 0);
    for (const choice of choices) {
      const unfit = !chosen(choice) && cost(choice) > budget - spent;
      choice.classList.toggle("too-dear", unfit);
      choice.querySelector("[data-unfit-note]").textContent = unfit ? ` ${basket.dataset.unfit}` : "";
    }
    const bar = basket.querySelector("[data-basket-bar]");
    bar.hidden = false;
    bar.value = Math.min(spent, budget);
    const over = spent > budget;
    const values = { spent: money(spent), budget: money(budget), left: money(budget - spent), over: money(spent - budget) };
    const count = choices.filter(chosen).length;
    return [filled(over ? basket.dataset.over : basket.dataset.spent, values), over, { count, spent: money(spent) }];
  };

  const counted = (basket) => {
    const most = Number(basket.dataset.most);
    const chosen = [...basket.querySelectorAll("input:checked")];
    const left = most - chosen.length;
    const { dataset } = basket;
    const genders = new Set(chosen.map((input) => input.dataset.gender));
    if (dataset.oneGender && left >= 0 && chosen.length > 1 && genders.size === 1) return [dataset.oneGender, true, { count: chosen.length, most }];
    const text = left === -1 ? dataset.overOne : left < 0 ? dataset.over : left === 0 ? dataset.done : left === 1 ? dataset.leftOne : dataset.left;
    return [filled(text, { left, most, over: -left }), left < 0, { count: chosen.length, most }];
  };

  const bar = document.querySelector("[data-ballot-bar]");
  for (const basket of document.querySelectorAll("[data-basket]")) {
    const status = basket.querySelector("[data-basket-status]");
    const write = () => {
      const [text, over, counts] = basket.dataset.budget ? budgeted(basket) : counted(basket);
      status.textContent = text;
      status.classList.toggle("ballot-over", over);
      bar.textContent = filled(basket.dataset.bar, counts);
      bar.classList.toggle("ballot-over", over);
    };
    basket.addEventListener("change", write);
    addEventListener("pageshow", write);
    write();
  }
}
