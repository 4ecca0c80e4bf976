// The report form that needs no line: kept on this phone while it is written, sent when the line is back.
import { sendAll } from "./sending.js";
import { all, channel, drop, get, newKey, put } from "./store.js";

const form = document.querySelector("[data-outbox-form]");
const list = document.querySelector("[data-outbox]");
const model = document.querySelector("[data-outbox-item]");
const words = list.dataset;
const photos = form.querySelector("[data-kept-photos]");
const MOST_PHOTOS = 5;
let current = { key: newKey(), state: "draft", values: {}, photos: [] }, timer;

const inputs = () => [...form.elements].filter((field) => field.name && field.type !== "file" && field.type !== "submit");

function typed() {
  const values = { bahasa: document.documentElement.lang };
  for (const field of inputs()) {
    if (field.type === "checkbox") { if (field.checked) values[field.name] = "on"; }
    else if (field.value) values[field.name] = field.value;
  }
  return values;
}

function takePhotos() {
  const chosen = [...form.elements.photos.files].map((file) => ({ name: file.name, blob: file }));
  current.photos = [...current.photos, ...chosen].slice(0, MOST_PHOTOS);
  form.elements.photos.value = "";
  form.querySelector("[data-preview]").replaceChildren();
  drawPhotos();
}

async function save(state) {
  clearTimeout(timer);
  if (form.elements.photos.files.length) takePhotos();
  const values = typed();
  if (!values.text && !current.photos.length) return;
  current = { key: current.key, state, values, photos: current.photos };
  await put(current);
  localStorage.setItem("kentongan-outbox", "1");
  channel().postMessage("changed");
  await draw();
}

function drawPhotos() {
  photos.replaceChildren(...current.photos.map((photo, n) => {
    const item = document.createElement("li"), picture = document.createElement("canvas"), button = document.createElement("button");
    picture.width = picture.height = 240;
    picture.setAttribute("role", "img");
    picture.setAttribute("aria-label", photo.name);
    createImageBitmap(photo.blob).then((image) => {
      const side = Math.min(image.width, image.height);
      picture.getContext("2d").drawImage(image, (image.width - side) / 2, (image.height - side) / 2, side, side, 0, 0, 240, 240);
    }).catch(() => {});
    button.type = "button";
    button.className = "btn icon drop";
    button.textContent = "×";
    button.setAttribute("aria-label", `${words.drop} ${photo.name}`);
    button.addEventListener("click", () => { current.photos.splice(n, 1); drawPhotos(); save("draft"); });
    item.append(picture, button);
    return item;
  }));
  photos.hidden = current.photos.length === 0;
}

function mark(errors) {
  form.querySelectorAll("[data-outbox-error]").forEach((one) => one.remove());
  inputs().forEach((field) => { field.removeAttribute("aria-invalid"); field.closest(".field")?.classList.remove("bad"); });
  for (const [name, reason] of Object.entries(errors ?? {})) {
    const field = form.elements[name] ?? form.elements.text, said = document.createElement("p");
    said.className = "error";
    said.dataset.outboxError = "";
    said.id = `error-${name}`;
    said.textContent = reason;
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", said.id);
    field.closest(".field").classList.add("bad");
    field.closest(".field").append(said);
  }
}

async function edit(key) {
  const item = await get(key);
  if (!item || item.state === "sent") return;
  current = { key, state: "draft", values: item.values, photos: item.photos };
  for (const field of inputs()) {
    if (field.type === "checkbox") field.checked = field.name in item.values;
    else field.value = item.values[field.name] ?? "";
  }
  drawPhotos();
  mark(item.errors);
  await put({ ...item, state: "draft" });
  await draw();
  (form.querySelector("[aria-invalid]") ?? form.elements.text).focus();
}

function clear() {
  current = { key: newKey(), state: "draft", values: {}, photos: [] };
  form.reset();
  for (const name of ["lat", "lon"]) form.elements[name].value = "";
  mark({});
  drawPhotos();
}

function drawn(item) {
  const node = model.content.cloneNode(true), part = (name) => node.querySelector(`[data-${name}]`);
  part("state").textContent = words[item.state];
  node.querySelector("li").dataset.state = item.state;
  part("title").textContent = item.state === "sent" ? words.arrived : (item.values.text ?? "").split("\n")[0].slice(0, 120) || words.untitled;
  part("ticket").hidden = item.state !== "sent";
  part("code").textContent = item.code ?? "";
  part("pin").textContent = item.pin ?? "";
  part("alarm").hidden = !item.alarms?.length;
  const reasons = Object.values(item.errors ?? {});
  part("why").hidden = item.state !== "refused";
  part("why").textContent = reasons.join(" ");
  part("edit").hidden = item.state === "sent";
  part("edit").addEventListener("click", () => edit(item.key));
  part("throw").textContent = item.state === "sent" ? words.noted : words.throw;
  part("throw").addEventListener("click", async () => {
    if (!confirm(item.state === "sent" ? words.askNoted : words.askThrow)) return;
    await drop(item.key);
    if (current.key === item.key) clear();
    await draw();
    channel().postMessage("changed");
  });
  return node;
}

async function draw() {
  const items = await all();
  list.replaceChildren(...items.filter((item) => item.key !== current.key || item.state !== "draft").map(drawn));
  document.querySelector("[data-outbox-part]").hidden = list.children.length === 0;
  document.querySelector("[data-line]").textContent = navigator.onLine ? words.online : words.offline;
  if (!items.length) localStorage.removeItem("kentongan-outbox");
}

async function send() {
  await sendAll().catch(() => {});
  await draw();
}

form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => save("draft"), 600); });
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  mark({});
  if (event.submitter?.value === "new") { await save("draft"); clear(); return draw(); }
  if (!form.elements.text.value.trim()) { mark({ text: words.empty }); return form.elements.text.focus(); }
  await save("waiting");
  clear();
  await draw();
  document.querySelector("[data-outbox-part] h2").focus();
  navigator.serviceWorker?.ready.then((worker) => worker.sync?.register("outbox")).catch(() => {});
  await send();
});
form.querySelector("[data-here]").addEventListener("click", (event) => {
  const button = event.currentTarget, said = form.querySelector("[data-here-said]");
  button.setAttribute("aria-busy", "true");
  const done = (text) => { button.removeAttribute("aria-busy"); said.textContent = text; };
  navigator.geolocation.getCurrentPosition(({ coords }) => {
    form.elements.lat.value = coords.latitude.toFixed(6);
    form.elements.lon.value = coords.longitude.toFixed(6);
    done(`${words.here} (± ${Math.round(coords.accuracy)} m)`);
    save("draft");
  }, () => done(words.nowhere), { enableHighAccuracy: true, timeout: 20000 });
});
channel().onmessage = draw;
for (const name of ["online", "offline"]) addEventListener(name, () => (navigator.onLine ? send() : draw()));
addEventListener("hashchange", () => edit(location.hash.slice(1)));
if (location.hash.length > 10) edit(location.hash.slice(1));
draw().then(send);
setInterval(() => { if (navigator.onLine && list.querySelector('[data-state="waiting"]')) send(); }, 10000);
