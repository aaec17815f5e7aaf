// SPDX-FileCopyrightText: 2026 Rione contributors
// SPDX-License-Identifier: AGPL-3.0-or-later
// Writes "(tra 3 giorni)" after a deadline in words, and keeps it true. The page says the deadline without this script too.
"use strict";
{
  const language = document.documentElement.lang || "it";
  const words = new Intl.RelativeTimeFormat(language, { numeric: "always" });
  const minute = 60_000;

  const left = (milliseconds) => {
    if (milliseconds >= 48 * 60 * minute) return words.format(Math.floor(milliseconds / (24 * 60 * minute)), "day");
    if (milliseconds >= 60 * minute) return words.format(Math.floor(milliseconds / (60 * minute)), "hour");
    return words.format(Math.max(1, Math.floor(milliseconds / minute)), "minute");
  };

  const write = () => {
    for (const place of document.querySelectorAll("[data-countdown]")) {
      const milliseconds = new Date(place.dataset.countdown) - Date.now();
      const text = milliseconds > 0 ? `(${left(milliseconds)})` : "";
      if (place.textContent === text) continue;
      if (!place.textContent) place.before(" ");
      place.textContent = text;
    }
  };

  write();
  setInterval(write, 1_000); // a deadline that has passed is not "in a minute"
}
