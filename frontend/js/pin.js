// The pin of step two: by the phone's position, by a tap on the drawn outline, or on the large map. All end in two inputs.
import { post } from "./post.js";

const me = document.currentScript.dataset;
const box = document.querySelector("[data-pin]");
const form = box.closest("form");
const part = (name) => document.querySelector(`[data-${name}]`);
const outline = box.querySelector("svg.outline");
const scale = Object.fromEntries(["west", "north", "kx", "ky"].map((name) => [name, Number(outline?.dataset[name])]));
let map = null;

const isSet = () => form.elements.lat.value !== "" && form.elements.lon.value !== "";

function draw(lat, lon) {
  const mark = outline?.querySelector("[data-mark]");
  if (!mark) return;
  mark.toggleAttribute("hidden", lat === null);
  if (lat !== null) mark.setAttribute("transform", `translate(${(lon - scale.west) * scale.kx} ${(scale.north - lat) * scale.ky})`);
}

function say(found) {
  const card = part("addr");
  card.hidden = !found;
  outline?.querySelectorAll("[data-here]").forEach((shape) => shape.removeAttribute("data-here"));
  if (!found) return;
  card.toggleAttribute("data-outside", found.outside);
  part("addr-name").textContent = found.title;
  part("addr-more").textContent = found.more;
  outline?.querySelector(`[data-code="${found.area}"]`)?.setAttribute("data-here", "");
  if (!found.outside) form.elements.area.value = found.area;
}

async function setPin(lat, lon, accuracy = null) {
  form.elements.lat.value = lat.toFixed(6);
  form.elements.lon.value = lon.toFixed(6);
  draw(lat, lon);
  map?.setPin(lat, lon);
  const badge = part("accuracy");
  badge.hidden = accuracy === null;
  if (accuracy !== null) badge.textContent = `± ${Math.round(accuracy)} m`;
  part("unpin").hidden = false;
  try {
    say(await post(box.dataset.whereabouts, { lat, lon }));
  } catch {
    say(null);
  }
}

function unpin() {
  form.elements.lat.value = form.elements.lon.value = "";
  draw(null, null);
  map?.setPin(null, null);
  part("accuracy").hidden = true;
  say(null);
}

function locate() {
  const button = part("locate");
  button.setAttribute("aria-busy", "true");
  const done = () => button.removeAttribute("aria-busy");
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => { done(); setPin(coords.latitude, coords.longitude, coords.accuracy); },
    () => { done(); button.hidden = true; part("no-position").hidden = false; },
    { enableHighAccuracy: true, timeout: 15000, maximumAge: 30000 },
  );
}

function loadScript(address) {
  return new Promise((done, fail) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = done;
    script.onerror = fail;
    document.head.append(script);
  });
}

async function openMap() {
  const button = part("open");
  button.setAttribute("aria-busy", "true");
  try {
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = me.mapCss;
    document.head.append(sheet);
    await loadScript(me.map);
    const canvas = part("canvas");
    canvas.hidden = false;
    const pin = isSet() ? [Number(form.elements.lat.value), Number(form.elements.lon.value)] : null;
    map = await window.KentonganMap.create(canvas, { ...box.dataset, worker: me.worker, pin, onPick: (lat, lon) => setPin(lat, lon) });
    button.hidden = true;
    part("pin-hint").hidden = false;
  } catch (error) {
    console.info(error);
    part("canvas").hidden = true; // no WebGL, or no network: the outline stays, and takes taps
    button.hidden = true;
    part("pin-hint").hidden = false;
  }
}

outline?.addEventListener("click", (event) => {
  const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(outline.getScreenCTM().inverse());
  setPin(scale.north - point.y / scale.ky, scale.west + point.x / scale.kx);
});
part("unpin").addEventListener("click", unpin);
part("open").addEventListener("click", openMap);
if ("geolocation" in navigator && isSecureContext) part("locate").addEventListener("click", locate);
else part("locate").remove();
if (isSet()) draw(Number(form.elements.lat.value), Number(form.elements.lon.value));

// Where data is cheap and fast the large map opens by itself; elsewhere it waits for a tap.
const line = navigator.connection;
if (!(line && (line.saveData || /2g|3g/.test(line.effectiveType ?? "")))) openMap();
