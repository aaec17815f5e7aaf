// SPDX-FileCopyrightText: 2026 Rione contributors
// SPDX-License-Identifier: AGPL-3.0-or-later
// node look.mjs CHROMIUM COOKIE URL...: each address by Lighthouse as a phone sees it; one JSON line each.
// COOKIE is sent with every request, '' for none. No request leaves this machine.
import * as launcher from "chrome-launcher";
import lighthouse from "lighthouse";

const [chromePath, cookie, ...urls] = process.argv.slice(2);
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const METRICS = ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift",
  "total-byte-weight"];
const chrome = await launcher.launch({
  chromePath,
  chromeFlags: ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
    "--disable-background-networking", "--disable-component-update", "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"],
});
try {
  for (const url of urls) {
    const options = { port: chrome.port, logLevel: "error", output: "json", locale: "it", onlyCategories: CATEGORIES };
    const look = async () => (await lighthouse(url, { ...options, extraHeaders: cookie ? { Cookie: cookie } : {} })).lhr;
    let lhr = await look();
    if (lhr.runtimeError) lhr = await look(); // sometimes a paint is missed
    if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
    const failing = Object.values(lhr.categories).flatMap(({ auditRefs }) => auditRefs)
      .filter(({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 0.9)
      .map(({ id }) => id);
    console.log(JSON.stringify({
      url,
      scores: CATEGORIES.map((name) => Math.round((lhr.categories[name].score ?? 0) * 100)),
      metrics: METRICS.map((name) => lhr.audits[name]?.numericValue ?? null),
      requests: lhr.audits["network-requests"]?.details?.items?.length ?? null,
      failing,
    }));
  }
} finally {
  await chrome.kill();
}
