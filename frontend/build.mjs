// Builds what the pages load. Names stay plain: Django's manifest storage gives each file its hash.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const out = new URL("../src/kentongan/ui/static/build/", import.meta.url).pathname;
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const result = await build({
  absWorkingDir: import.meta.dirname ?? new URL(".", import.meta.url).pathname,
  entryPoints: ["css/public.css", "css/desk.css", "css/map.css", "js/public.js", "js/pin.js", "js/outbox.js", "js/sw.js", "js/desk.js", "js/map.js"],
  entryNames: "[name]",
  assetNames: "[name]",
  outdir: out,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["chrome87", "firefox78", "safari14"],
  supported: { nesting: false },
  loader: { ".woff2": "file" },
  legalComments: "none",
  charset: "utf8",
  metafile: true,
  logLevel: "warning",
});

// The worker must stay a file of its own: the content security policy knows no blob: workers.
// Its source map is not shipped, so the line that names it goes: the manifest refuses a name without a file.
const worker = readFileSync("node_modules/maplibre-gl/dist/maplibre-gl-csp-worker.js", "utf8");
writeFileSync(`${out}map-worker.js`, worker.replace(/^\/\/# sourceMappingURL=.*$/m, ""));
copyFileSync("icons.svg", `${out}icons.svg`);
copyFileSync("logo.svg", `${out}logo.svg`);
for (const icon of ["icon-192.png", "icon-512.png", "icon-maskable-512.png"]) copyFileSync(`icons/${icon}`, `${out}${icon}`);

const kb = (bytes) => `${(bytes / 1024).toFixed(0)} kB`;
const built = Object.entries(result.metafile.outputs).map(([path, { bytes }]) => `${path.split("/").pop()} ${kb(bytes)}`);
built.push(`icons.svg ${kb(readFileSync("icons.svg").length)}`);
console.error(`front end built: ${built.join(", ")}`);
