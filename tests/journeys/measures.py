# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a browser measures: what a finger cannot hit, what wide letters cut, what an outline skips, what moves.

Each is a function of JavaScript that answers the faults as texts.
"""

# What is touched has 44 by 44 pixels. A label is touched for its box, a card for the link in its title; a link in a
# sentence is as high as its line (WCAG 2.5.8, inline), and an area of a map has the same link in the list beside it.
SMALL_TARGETS = """() => {
  const LEAST = 43.5, TOUCHED = "a[href], button, input:not([type=hidden]), select, textarea, summary", found = [];
  const inSentence = (link) => {
    if (getComputedStyle(link).display !== "inline") return false;
    let block = link.parentElement;
    while (getComputedStyle(block).display === "inline") block = block.parentElement;
    const words = (text) => text.replace(/[\\s·,;:.()–]+/g, "").length;
    const linked = [...block.querySelectorAll("a")].reduce((sum, a) => sum + words(a.textContent), 0);
    return words(block.innerText) > linked;
  };
  const boxOf = (touched) => {
    const spread = getComputedStyle(touched, "::after");
    if (spread.position === "absolute" && spread.content !== "none" && spread.inset === "0px") {
      return touched.offsetParent.getBoundingClientRect();
    }
    const label = ["radio", "checkbox", "file"].includes(touched.type) && touched.closest("label");
    return (label || touched).getBoundingClientRect();
  };
  for (const touched of document.querySelectorAll(TOUCHED)) {
    if (touched.closest("svg, .maplibregl-map") || !touched.checkVisibility({ visibilityProperty: true })) continue;
    if (touched.disabled || touched.closest(".skiplinks")) continue;
    const { width, height } = boxOf(touched);
    if (width < 2 || height < 2) continue;
    if (width >= LEAST && height >= LEAST) continue;
    if (touched.matches("a") && inSentence(touched)) continue;
    const where = touched.closest("[class]")?.className || "", said = (touched.innerText || touched.name || "").trim();
    const size = `${Math.round(width)} × ${Math.round(height)}`;
    found.push(`${touched.tagName.toLowerCase()} «${said.slice(0, 30)}» in .${where.split(" ")[0]}: ${size}`);
  }
  return [...new Set(found)];
}"""

# WCAG 1.4.12: lines 1.5 high, paragraphs 2 apart, letters 0.12 and words 0.16 of the size. What ends with dots by
# intent is whole elsewhere.
CUT_TEXTS = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important }
    * { word-spacing: 0.16em !important } p { margin-bottom: 2em !important }`);
  const found = [];
  document.adoptedStyleSheets = [sheet];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) found.push("scrolls sideways with wide letters");
  for (const each of document.body.querySelectorAll("*")) {
    const style = getComputedStyle(each);
    if (!/hidden|clip/.test(style.overflowX + style.overflowY) || !each.innerText?.trim()) continue;
    if (style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none" || each.clientWidth < 2) continue;
    if (!each.checkVisibility({ visibilityProperty: true })) continue;
    const across = each.scrollWidth > each.clientWidth + 1 && /hidden|clip/.test(style.overflowX);
    const down = each.scrollHeight > each.clientHeight + 1 && /hidden|clip/.test(style.overflowY);
    const said = each.innerText.trim().slice(0, 30);
    if (across || down) found.push(`cut: ${each.tagName.toLowerCase()}.${each.className} «${said}»`);
  }
  document.adoptedStyleSheets = [];
  return found;
}"""

# Headings as an outline: one first, none skipped.
GAPS = """() => {
  const seen = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter((each) =>
    each.checkVisibility({ visibilityProperty: true }) && !each.closest("[aria-hidden=true]"));
  const levels = seen.map((each) => Number(each.tagName[1]));
  const found = levels.filter((level) => level === 1).length === 1 ? [] : ["not one h1"];
  if (levels[0] !== 1) found.push(`begins with h${levels[0]}`);
  seen.forEach((each, at) => {
    const before = levels[at - 1], said = each.innerText.slice(0, 30);
    if (at && levels[at] > before + 1) found.push(`h${levels[at]} «${said}» after h${before}`);
  });
  return found;
}"""

# Where motion is not wanted, nothing takes time.
MOTION = """() => [...document.querySelectorAll("*")].flatMap((each) => {
  const style = getComputedStyle(each);
  const times = `${style.transitionDuration}, ${style.animationDuration}`.split(", ");
  const slow = times.some((time) => parseFloat(time) > 0.001);
  return slow || style.scrollBehavior === "smooth" ? [`moves: ${each.tagName.toLowerCase()}.${each.className}`] : [];
}).slice(0, 5)"""
