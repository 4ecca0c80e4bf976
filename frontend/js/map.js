// The city's own map: outlines, known places, points. Colours come from the design tokens; nothing comes from another host.
import maplibregl from "maplibre-gl/dist/maplibre-gl-csp.js";

const SOURCES = { outlines: "outlines", landmarks: "landmarks", points: "points", pin: "pin" };
const EMPTY = { type: "FeatureCollection", features: [] };

/** A token's colour as rgba: tokens may be oklch() or light-dark(), which the map does not read. */
function colour(token, alpha = 1) {
  const probe = document.createElement("span");
  probe.hidden = true;
  probe.className = `ink-${token}`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  const pixel = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  pixel.fillStyle = value;
  pixel.fillRect(0, 0, 1, 1);
  const [red, green, blue] = pixel.getImageData(0, 0, 1, 1).data;
  return `rgba(${red},${green},${blue},${alpha})`;
}

const point = (lat, lon) => ({ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [lon, lat] } });
const collection = (features) => ({ type: "FeatureCollection", features });

function boundsOf(geojson) {
  const box = new maplibregl.LngLatBounds();
  const walk = (part) => (typeof part[0] === "number" ? box.extend(part) : part.forEach(walk));
  geojson.features.forEach((feature) => walk(feature.geometry.coordinates));
  return box;
}

/** Where an area's name stands: the middle of its largest ring, weighted by area. */
function middle({ geometry: { type, coordinates } }) {
  let best = [0, 0, 0];
  for (const [ring] of type === "Polygon" ? [coordinates] : coordinates) {
    let area = 0, x = 0, y = 0;
    ring.slice(1).forEach(([x2, y2], n) => {
      const [x1, y1] = ring[n], cross = x1 * y2 - x2 * y1;
      area += cross; x += (x1 + x2) * cross; y += (y1 + y2) * cross;
    });
    if (Math.abs(area) > best[2]) best = [x / (3 * area), y / (3 * area), Math.abs(area)];
  }
  return { type: "Point", coordinates: best.slice(0, 2) };
}

function ground() {
  return [
    { id: "land", type: "background", paint: { "background-color": colour("map-land") } },
    { id: "areas", type: "fill", source: SOURCES.outlines, paint: { "fill-color": colour("map-block") } },
    { id: "area-lines", type: "line", source: SOURCES.outlines, paint: { "line-color": colour("line-strong", 0.55), "line-width": ["interpolate", ["linear"], ["zoom"], 10, 0.6, 15, 1.6] } },
  ];
}

const letters = (size) => ({ "text-field": ["get", "name"], "text-size": size, "text-font": ["sans-serif"] });
const ink = (token) => ({ "text-color": colour(token), "text-halo-color": colour("map-land"), "text-halo-width": 1.6 });

function labels() {
  return [
    { id: "area-names", type: "symbol", source: "centres", layout: { ...letters(["interpolate", ["linear"], ["zoom"], 11, 10, 15, 15]), "text-max-width": 7 }, paint: ink("map-text") },
    { id: "landmark-dots", type: "circle", source: SOURCES.landmarks, minzoom: 12.5, paint: { "circle-radius": 3, "circle-color": colour("map-text"), "circle-stroke-width": 1, "circle-stroke-color": colour("map-land") } },
    { id: "landmark-names", type: "symbol", source: SOURCES.landmarks, minzoom: 13.5, layout: { ...letters(11), "text-anchor": "top", "text-offset": [0, 0.5], "text-optional": true }, paint: ink("map-text") },
  ];
}

function marks() {
  const grouped = ["has", "point_count"];
  return [
    { id: "groups", type: "circle", source: SOURCES.points, filter: grouped, paint: { "circle-color": colour("accent"), "circle-radius": ["step", ["get", "point_count"], 15, 10, 19, 50, 25], "circle-stroke-width": 3, "circle-stroke-color": colour("accent", 0.25) } },
    { id: "group-counts", type: "symbol", source: SOURCES.points, filter: grouped, layout: { "text-field": ["get", "point_count_abbreviated"], "text-size": 13, "text-font": ["sans-serif"], "text-allow-overlap": true }, paint: { "text-color": colour("on-accent") } },
    { id: "points", type: "circle", source: SOURCES.points, filter: ["!", grouped], paint: { "circle-radius": 8, "circle-color": ["match", ["get", "state"], "closed", colour("ok"), colour("accent")], "circle-stroke-width": 2.5, "circle-stroke-color": colour("surface") } },
    { id: "pin-halo", type: "circle", source: SOURCES.pin, paint: { "circle-radius": 24, "circle-color": colour("accent", 0.18) } },
    { id: "pin", type: "circle", source: SOURCES.pin, paint: { "circle-radius": 9, "circle-color": colour("accent"), "circle-stroke-width": 4, "circle-stroke-color": colour("kunyit") } },
  ];
}

function style(outlines) {
  const centres = outlines.features.map((f) => ({ type: "Feature", properties: { name: f.properties.name }, geometry: middle(f) }));
  const geojson = (data, more = {}) => ({ type: "geojson", data, ...more });
  return {
    version: 8,
    sources: {
      [SOURCES.outlines]: geojson(outlines),
      centres: geojson(collection(centres)),
      [SOURCES.landmarks]: geojson(EMPTY),
      [SOURCES.points]: geojson(EMPTY, { cluster: true, clusterRadius: 44, clusterMaxZoom: 15 }),
      [SOURCES.pin]: geojson(EMPTY),
    },
    layers: [...ground(), ...labels(), ...marks()],
  };
}

function card(properties) {
  const box = document.createElement("a");
  box.className = "mapcard";
  box.href = properties.url;
  const title = document.createElement("b");
  title.textContent = properties.title;
  const more = document.createElement("span");
  more.textContent = properties.more;
  box.append(title, more);
  return box;
}

function openPoints(map) {
  const pointer = (value) => () => { map.getCanvas().style.cursor = value; };
  for (const layer of ["points", "groups"]) {
    map.on("mouseenter", layer, pointer("pointer"));
    map.on("mouseleave", layer, pointer(""));
  }
  map.on("click", "points", ({ features: [{ properties, geometry }] }) => {
    new maplibregl.Popup({ maxWidth: "18rem" }).setLngLat(geometry.coordinates).setDOMContent(card(properties)).addTo(map);
  });
  map.on("click", "groups", async ({ features: [{ properties, geometry }] }) => {
    const zoom = await map.getSource(SOURCES.points).getClusterExpansionZoom(properties.cluster_id);
    map.easeTo({ center: geometry.coordinates, zoom });
  });
}

function takePin(map, onPick) {
  let held = false;
  map.on("click", ({ lngLat }) => onPick(lngLat.lat, lngLat.lng));
  const start = (event) => { event.preventDefault(); held = true; };
  map.on("mousedown", "pin-halo", start);
  map.on("touchstart", "pin-halo", (event) => { if (event.points.length === 1) start(event); });
  const move = ({ lngLat }) => { if (held) map.getSource(SOURCES.pin).setData(collection([point(lngLat.lat, lngLat.lng)])); };
  const end = ({ lngLat }) => { if (held) { held = false; onPick(lngLat.lat, lngLat.lng); } };
  for (const name of ["mousemove", "touchmove"]) map.on(name, move);
  for (const name of ["mouseup", "touchend"]) map.on(name, end);
}

const read = async (address) => (address ? (await fetch(address)).json() : EMPTY);

/**
 * Draw the city into an element. Rejects where the browser cannot draw (no WebGL).
 * options: worker, outlines, landmarks, points (addresses), pin ([lat, lon] or null), onPick(lat, lon), label (for readers)
 */
export async function create(element, options) {
  maplibregl.setWorkerUrl(options.worker);
  const outlines = await read(options.outlines);
  const map = new maplibregl.Map({
    container: element, style: style(outlines), bounds: boundsOf(outlines), fitBoundsOptions: { padding: 16 },
    attributionControl: false, dragRotate: false, pitchWithRotate: false, touchPitch: false, cooperativeGestures: false, maxZoom: 19,
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }), "top-right");
  await new Promise((done, fail) => {
    map.once("load", done);
    map.once("error", ({ error }) => fail(error));
  });
  const setPin = (lat, lon) => {
    map.getSource(SOURCES.pin).setData(lat === null ? EMPTY : collection([point(lat, lon)]));
    if (lat !== null && map.getZoom() < 14) map.easeTo({ center: [lon, lat], zoom: 14.6 });
  };
  if (options.pin) setPin(...options.pin);
  if (options.onPick) takePin(map, options.onPick);
  openPoints(map);
  read(options.landmarks).then((data) => map.getSource(SOURCES.landmarks).setData(data));
  read(options.points).then((data) => map.getSource(SOURCES.points).setData(data));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => repaint(map));
  return { map, setPin };
}

function repaint(map) {
  for (const layer of [...ground(), ...labels(), ...marks()]) {
    for (const [name, value] of Object.entries(layer.paint)) map.setPaintProperty(layer.id, name, value);
  }
}

window.KentonganMap = { create };

// A page with `data-city-map` draws itself; without WebGL the drawing made by the server stays.
const me = document.currentScript?.dataset ?? {};
for (const box of document.querySelectorAll("[data-city-map]")) {
  const canvas = box.querySelector("[data-canvas]");
  canvas.hidden = false;
  create(canvas, { ...box.dataset, worker: me.worker }).then(() => box.classList.add("drawn"), () => { canvas.hidden = true; });
}
