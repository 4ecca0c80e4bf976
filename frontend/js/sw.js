// The service worker: keeps the look and two pages for times without a line, and sends the outbox when the line is back.
// The server writes `self.KEPT = { version, files, pages, form, offline }` above this. Nothing else is ever kept.
import { sendAll } from "./sending.js";
import { newKey, put } from "./store.js";

const { version, files, pages, form, offline } = self.KEPT;
const CACHE = `kentongan-${version}`;

async function keep() {
  const cache = await caches.open(CACHE);
  await cache.addAll(files);
  for (const [name, address] of Object.entries(pages)) {
    const answer = await fetch(address, { credentials: "omit" });
    if (!answer.ok) throw new Error(String(answer.status));
    await cache.put(name, answer);
  }
  await self.skipWaiting();
}

async function throwAway() {
  const old = (await caches.keys()).filter((name) => name.startsWith("kentongan-") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

const isOfTheForm = (url) => url.pathname.startsWith("/lapor/");
const kept = async (address) => (await caches.open(CACHE)).match(address);

async function page(request) {
  const url = new URL(request.url);
  try {
    return await fetch(request);
  } catch {
    return (await kept(isOfTheForm(url) ? form : offline)) ?? Response.error();
  }
}

// A first step that was sent into nothing: its words and photos become a draft on this phone.
async function step(request) {
  const copy = request.clone();
  try {
    return await fetch(request);
  } catch {
    const told = await copy.formData();
    if (!String(told.get("text") ?? "").trim()) return (await kept(form)) ?? Response.error();
    const values = {}, photos = [], key = newKey();
    for (const [name, value] of told) {
      if (value instanceof File) value.size && photos.push({ name: value.name, blob: value });
      else if (!["csrfmiddlewaretoken", "act", "website"].includes(name)) values[name] = value;
    }
    await put({ key, state: "draft", values, photos });
    return Response.redirect(`${form}#${key}`, 303);
  }
}

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(throwAway()));
self.addEventListener("sync", (event) => event.waitUntil(sendAll()));
self.addEventListener("message", (event) => event.data === "send" && event.waitUntil(sendAll()));
self.addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (request.method === "GET") event.respondWith(page(request));
    else if (request.method === "POST" && isOfTheForm(url)) event.respondWith(step(request));
  } else if (request.method === "GET" && files.includes(url.pathname)) {
    event.respondWith(kept(url.pathname).then((found) => found ?? fetch(request)));
  }
});
