// The public pages work without any of this; it only shortens ways. No library, nothing kept, nothing sent unasked.
import { post } from "./post.js";

const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
document.documentElement.classList.add("js");

// -- an emergency word while typing ------------------------------------------------------------------------------
const STEMS = /bakar|kobong|api|ledak|letus|bocor|laka|tabrak|tubruk|pingsan|semaput|sadar|sesak|na[fp]as|jantung|stroke|kejang|darah|luka|kritis|racun|overdosis|setrum|sengat|lahir|ketuban|tenggelam|hanyut|mayat|jenazah|gantung|bunuh|rampok|begal|jambret|maling|pencuri|aniaya|bacok|tusuk|keroyok|tembak|tawur|bentrok|kdrt|kekerasan|pukul|culik|hilang|perkosa|longsor|ambrol|banjir|tanggul|gempa|lindu|roboh|ambruk|runtuh|timpa|timbun|tumbang|putus|konslet|beliung|ular|tawon|gigit|amuk|jebak|cemplung|ambulan|evakuasi|tolong|darurat|nyawa|fire|accident|dead|drown|emergency/i;

function watchForAlarm(field) {
  const panel = document.querySelector("[data-alarm]");
  let asked = "", timer;
  const ask = async () => {
    const text = field.value;
    if (text === asked) return;
    asked = text;
    const { alarms } = STEMS.test(text) ? await post(field.dataset.alarmUrl, { text }) : { alarms: [] };
    panel.querySelector("[data-alarm-words]").textContent = alarms.join(", ");
    panel.hidden = alarms.length === 0;
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => ask().catch(() => {}), 700);
  });
}

// -- photos: smaller before they travel, and seen before they are sent ------------------------------------------------
const LONGEST_SIDE = 2000;

async function smaller(file) {
  if (!file.type.startsWith("image/") || file.type === "image/gif") return file;
  const image = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST_SIDE / Math.max(image.width, image.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(image.width * scale);
  canvas.height = Math.round(image.height * scale);
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
  if (!blob || blob.size >= file.size) return file;
  return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
}

async function thumbnail(file) {
  const item = document.createElement("li");
  try {
    const image = await createImageBitmap(file, { imageOrientation: "from-image" });
    const side = Math.min(image.width, image.height);
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 240;
    canvas.getContext("2d").drawImage(image, (image.width - side) / 2, (image.height - side) / 2, side, side, 0, 0, 240, 240);
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", file.name);
    item.append(canvas);
  } catch {
    const name = document.createElement("span");
    name.className = "file";
    name.textContent = file.name;
    item.append(name);
  }
  return item;
}

async function takePhotos(input) {
  const chosen = [...input.files];
  const list = input.closest("form").querySelector("[data-preview]");
  const files = await Promise.all(chosen.map((file) => smaller(file).catch(() => file)));
  try {
    const bag = new DataTransfer();
    files.forEach((file) => bag.items.add(file));
    input.files = bag.files;
  } catch { /* an old browser sends the originals */ }
  if (!list) return;
  list.replaceChildren(...(await Promise.all(files.map(thumbnail))));
  list.hidden = files.length === 0;
}

// -- forms sent once ---------------------------------------------------------------------------------------------
function sendOnce(form) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    event.submitter?.setAttribute("aria-busy", "true");
    setTimeout(() => { delete form.dataset.sent; event.submitter?.removeAttribute("aria-busy"); }, 15000);
  });
}
addEventListener("pageshow", () => $$("form[data-sent]").forEach((form) => {
  delete form.dataset.sent;
  $$("[aria-busy]", form).forEach((button) => button.removeAttribute("aria-busy"));
}));

// -- small helps -------------------------------------------------------------------------------------------------
function copy(button) {
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.querySelector("span").textContent = button.dataset.copied;
  });
}

function share(button) {
  button.hidden = false;
  button.addEventListener("click", () => {
    navigator.share({ title: button.dataset.title, url: button.dataset.share }).catch(() => {});
  });
}

// -- without a line ----------------------------------------------------------------------------------------------
function keepForLater(address) {
  const waits = () => { try { return localStorage.getItem("kentongan-outbox") !== null; } catch { return false; } };
  const send = () => waits() && navigator.serviceWorker.ready.then((worker) => worker.active.postMessage("send"));
  navigator.serviceWorker.register(address, { scope: "/" }).catch(() => {});
  if (waits()) $$("[data-outbox-link]").forEach((link) => { link.hidden = false; });
  addEventListener("online", send);
  send();
}
const worker = document.currentScript?.dataset.worker;
if (worker && "serviceWorker" in navigator) addEventListener("load", () => keepForLater(worker));

$$("textarea[data-alarm-url]").forEach(watchForAlarm);
$$("input[data-photos]").forEach((input) => input.addEventListener("change", () => takePhotos(input)));
$$("form[data-ask], form[data-once]").forEach(sendOnce);
$$("[data-copy]").forEach((button) => (navigator.clipboard ? copy(button) : button.remove()));
if (navigator.share) $$("[data-share]").forEach(share);
$$("[data-print]").forEach((button) => button.addEventListener("click", () => print()));
$$("input[data-fixed]").forEach((box) => box.addEventListener("click", (event) => event.preventDefault()));
$$("[data-submit-on-change]").forEach((field) => field.addEventListener("change", () => field.form.requestSubmit()));
document.addEventListener("click", (event) => $$("details.menu[open]").forEach((menu) => {
  if (!menu.contains(event.target)) menu.open = false;
}));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") $$("details.menu[open]").forEach((menu) => { menu.open = false; menu.firstElementChild.focus(); });
});
