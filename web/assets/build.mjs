// SPDX-FileCopyrightText: 2026 Rione contributors
// SPDX-License-Identifier: AGPL-3.0-or-later
// Builds web/static/vendor/: hashed names, manifest.json (logical name → path below static/), .gz and .br beside each text file.
// Each step remembers the hash of what it read (steps.json) and is skipped when nothing changed. Run by web/assets_build.py.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import * as esbuild from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, "../..");
const PACKAGES = join(ROOT, "node_modules");
const MAP = join(HERE, "map");
const SCRIPTS = join(ROOT, "web/static/js");
const OUT = join(ROOT, "web/static/vendor");
const ITALIA = join(PACKAGES, "bootstrap-italia");

const FONTS = {
  "titillium-400": "Titillium_Web/titillium-web-v10-latin-ext_latin-regular",
  "titillium-600": "Titillium_Web/titillium-web-v10-latin-ext_latin-600",
  "titillium-700": "Titillium_Web/titillium-web-v10-latin-ext_latin-700",
  "mono-400": "Roboto_Mono/roboto-mono-v13-latin-ext_latin-regular",
};
// What pages are written with, in two parts: the second is asked for when a name needs it (styles/ground/_fonts.scss).
const PARTED = ["titillium-400", "titillium-400i", "titillium-600", "titillium-700", "lora-400", "lora-400i", "lora-700"];
// Where Bootstrap Italia writes the primary colour that it was built with, a comune's own must be able to stand.
const CITY_COLOURS = [
  [/hsl\(8, ?55\.0387596899%, ?36\.12%\)|rgb\(56%, ?21\.5413333333%, ?16\.24%\)|#8f3729(?![0-9a-f])/g, "var(--brick)"],
  [/hsl\(8, ?52%, ?25%\)|rgb\(44\.8%, ?17\.2330666667%, ?12\.992%\)|#722c21(?![0-9a-f])|#61271f(?![0-9a-f])/g, "var(--brick-dark)"],
];
const inCityColours = (css) => CITY_COLOURS.reduce((text, [own, name]) => text.replace(own, name), css);
const TEXT = new Set(["css", "js", "svg", "json", "txt"]);
const TARGET = ["chrome100", "firefox100", "safari15.4"];

const digest = (...parts) => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\0");
  return hash.digest("hex");
};
const filesUnder = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();

// A file has its name only when it is whole: a build may be killed at any moment.
function write(path, content) {
  writeFileSync(`${path}.part`, content);
  renameSync(`${path}.part`, path);
}

// Writes one file under its hashed name, with its compressed copies; answers the hashed name.
function emit(name, content) {
  const bytes = Buffer.from(content);
  const dot = name.lastIndexOf(".");
  const hashed = `${name.slice(0, dot)}-${digest(bytes).slice(0, 10)}${name.slice(dot)}`;
  const path = join(OUT, hashed);
  mkdirSync(dirname(path), { recursive: true });
  write(path, bytes);
  if (TEXT.has(name.slice(dot + 1))) {
    write(`${path}.gz`, gzipSync(bytes, { level: 9 }));
    const quality = bytes.length > 500_000 ? 9 : 11;
    write(`${path}.br`, brotliCompressSync(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }));
  }
  return hashed;
}

function buildFonts() {
  const built = {};
  for (const [name, source] of Object.entries(FONTS)) {
    built[`fonts/${name}.woff2`] = emit(`fonts/${name}.woff2`, readFileSync(join(ITALIA, `dist/fonts/${source}.woff2`)));
  }
  for (const name of PARTED) {
    const [family, weight] = name.split("-");
    const face = { titillium: "titillium-web", lora: "lora" }[family];
    const style = weight.endsWith("i") ? "italic" : "normal";
    for (const part of ["latin", "latin-ext"]) {
      const path = join(PACKAGES, `@fontsource/${face}/files/${face}-${part}-${parseInt(weight)}-${style}.woff2`);
      built[`fonts/${name}-${part}.woff2`] = emit(`fonts/${name}-${part}.woff2`, readFileSync(path));
    }
  }
  built["fonts/licence.txt"] = emit("fonts/licence.txt", readFileSync(join(ITALIA, "dist/fonts/Titillium_Web/OFL.txt")));
  return built;
}

async function buildStyles(known) {
  const sass = await import("sass");
  const compiled = sass.compile(join(HERE, "styles/rione.scss"), {
    loadPaths: [join(ITALIA, "src/scss")],
    style: "compressed",
    quietDeps: true,
    logger: sass.Logger.silent,
  });
  const css = inCityColours(compiled.css.replace(/font\(([\w-]+)\)/g, (_, name) => `url(${known[`fonts/${name}.woff2`]})`));
  const small = await esbuild.transform(css, { loader: "css", minify: true, target: TARGET });
  const themed = inCityColours(small.code);
  if (/url\(["']?(?:https?:|\/\/|data:(?!image\/svg))/.test(small.code)) throw new Error("the styles fetch something from outside");
  return {
    "rione.css": emit("rione.css", themed),
    "icon.svg": emit("icon.svg", readFileSync(join(HERE, "icon.svg"))),
  };
}

// A style attribute is forbidden by our policy, even an empty one; the same text through the style property is not.
const styleByProperty = {
  name: "style-by-property",
  setup(build) {
    build.onLoad({ filter: /plotly\.js\/src\/(components\/colorbar\/draw|traces\/heatmap\/plot|lib\/supports_pixelated_image)\.js$/ }, ({ path }) => {
      const source = readFileSync(path, "utf8");
      const contents = source.replace(/\.attr\('style', ([^)]+)\)/g, ".each(function() { this.style.cssText = $1; })");
      if (contents === source) throw new Error(`${path}: no style attribute to replace; is the patch still needed?`);
      return { contents };
    });
  },
};

// Plotly writes its rules into a <style> at run time, which our policy forbids; linked under the id that it looks for
// (plotly.js-style-global, class no-inline-styles) the same rules come as a file.
async function buildPlotly() {
  const bundle = await esbuild.build({
    entryPoints: [join(HERE, "plotly.cjs")],
    bundle: true, minify: true, write: false, format: "iife", globalName: "Plotly", legalComments: "none",
    target: TARGET, define: { global: "window" }, loader: { ".css": "empty" }, logLevel: "error", plugins: [styleByProperty],
  });
  const rules = readFileSync(join(PACKAGES, "plotly.js/dist/plotly.css"), "utf8");
  return {
    "plotly.js": emit("plotly.js", bundle.outputFiles[0].contents),
    "plotly.css": emit("plotly.css", rules.replaceAll('"Open Sans",verdana,arial,sans-serif', "inherit")),
  };
}

async function buildHtmx() {
  const source = readFileSync(join(PACKAGES, "htmx.org/dist/htmx.min.js"));
  return { "htmx.js": emit("htmx.js", source) };
}

// The library of the moving map as it comes: a module and its worker, which our own script finds by their hashed names.
async function buildMapLibre() {
  const dist = (name) => readFileSync(join(PACKAGES, "maplibre-gl/dist", name));
  const library = dist("maplibre-gl.mjs").toString().replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "");
  const worker = dist("maplibre-gl-worker.mjs").toString().replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "");
  return {
    "maplibre.js": emit("maplibre.js", library),
    "maplibre-worker.js": emit("maplibre-worker.js", worker),
    "maplibre.css": emit("maplibre.css", dist("maplibre-gl.css")),
  };
}

async function buildMap() {
  const bundled = async (entry) => (await esbuild.build({
    entryPoints: [join(MAP, entry)], bundle: true, minify: true, write: false, format: "esm", legalComments: "none",
    target: ["es2022"], logLevel: "error",
  })).outputFiles[0].contents;
  return { "map.js": emit("map.js", await bundled("main.mjs")), "finder.js": emit("finder.js", await bundled("finder.mjs")) };
}

// What every page has comes in one request; each of them keeps its names in a block of its own.
const EVERY_PAGE = ["submit-once.js", "errors-focus.js", "countdown.js"];

async function buildScripts() {
  const built = {};
  const small = async (path) =>
    (await esbuild.transform(readFileSync(path), { minify: true, target: TARGET, legalComments: "none" })).code;
  for (const path of filesUnder(SCRIPTS).filter((path) => !EVERY_PAGE.includes(basename(path)))) {
    const name = `js/${relative(SCRIPTS, path)}`;
    built[name] = emit(name, await small(path));
  }
  const parts = await Promise.all(EVERY_PAGE.map((name) => small(join(SCRIPTS, name))));
  built["js/every-page.js"] = emit("js/every-page.js", parts.join(""));
  return built;
}

const lock = readFileSync(join(ROOT, "package-lock.json"));
const read = (paths) => digest(...paths.flatMap((path) => [basename(path), readFileSync(path)]));
const self = readFileSync(fileURLToPath(import.meta.url));
const STEPS = [
  ["fonts", "the typefaces", () => digest(lock, self), buildFonts],
  ["styles", "the styles", () => digest(lock, self, read([...filesUnder(join(HERE, "styles")), join(HERE, "icon.svg")])), buildStyles],
  ["plotly", "the charts", () => digest(lock, self, read([join(HERE, "plotly.cjs")])), buildPlotly],
  ["htmx", "htmx", () => digest(lock, self), buildHtmx],
  ["maplibre", "the map's library", () => digest(lock, self), buildMapLibre],
  ["map", "the map", () => digest(lock, self, read(filesUnder(MAP))), buildMap],
  ["scripts", "our scripts", () => digest(lock, self, read(filesUnder(SCRIPTS))), buildScripts],
];

const stepsPath = join(OUT, "steps.json");
const before = existsSync(stepsPath) ? JSON.parse(readFileSync(stepsPath, "utf8")) : {};
const after = {};
const manifest = {};
mkdirSync(OUT, { recursive: true });
for (const [key, words, keyOf, build] of STEPS) {
  const wanted = keyOf();
  const kept = before[key]?.key === wanted && Object.values(before[key].files).every((name) => existsSync(join(OUT, name)));
  const start = performance.now();
  const files = kept ? before[key].files : await build(manifest);
  after[key] = { key: wanted, files };
  Object.assign(manifest, files);
  console.log(`  assets: ${words} ${kept ? "unchanged" : `built in ${((performance.now() - start) / 1000).toFixed(1)} s`}`);
}
const wanted = new Set(Object.values(manifest));
for (const path of filesUnder(OUT)) {
  const name = relative(OUT, path).replace(/\.(gz|br)$/, "");
  if (!wanted.has(name) && !["manifest.json", "steps.json", "sources.sha256"].includes(name) && statSync(path).isFile()) rmSync(path);
}
const below = Object.fromEntries(Object.entries(manifest).map(([name, hashed]) => [name, `vendor/${hashed}`]));
write(join(OUT, "manifest.json"), `${JSON.stringify(below, null, 1)}\n`);
write(stepsPath, `${JSON.stringify(after, null, 1)}\n`);
