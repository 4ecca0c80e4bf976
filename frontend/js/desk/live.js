// What others do, as it happens. One tab of a browser holds the stream (Web Locks) and tells the others
// (BroadcastChannel); when the stream cannot be reached, the pages ask every half minute.
import { all, one, toast, words } from "./dom.js";
import { arrive } from "./list.js";

const CHANNEL = "kentongan-live", LONGEST = 30_000, ASK_EVERY = 30_000;
const address = document.body.dataset.live;
const channel = "BroadcastChannel" in window ? new BroadcastChannel(CHANNEL) : null;
let source = null, tries = 0, state = "waiting", asking = 0, isOver = false;
let position = Number(document.body.dataset.position); // of the history: how far this page has seen
const recent = []; // what the stream told lately, for a tab that has just been opened

const tell = (message) => { channel?.postMessage(message); take(message); };

// -- the tab that holds the stream -----------------------------------------------------------
function connect() {
  if (isOver) return;
  source = new EventSource(`${address}?after=${position}`, { withCredentials: true });
  source.addEventListener("open", () => { tries = 0; tell({ type: "state", state: "live" }); });
  for (const type of ["row", "gone"]) source.addEventListener(type, (event) => {
    const message = { type, ...JSON.parse(event.data) };
    recent.push(message);
    if (recent.length > 100) recent.shift();
    tell(message);
  });
  source.addEventListener("counters", (event) => tell({ type: "counters", counters: JSON.parse(event.data) }));
  source.addEventListener("reload", () => tell({ type: "reload" }));
  source.addEventListener("bye", () => { isOver = true; source.close(); tell({ type: "bye" }); });
  source.addEventListener("again", () => { source.close(); connect(); });
  source.addEventListener("error", retry);
}

function retry() {
  source?.close();
  source = null;
  if (isOver) return;
  tries += 1;
  tell({ type: "state", state: tries > 3 ? "poll" : "lost" });
  setTimeout(connect, Math.min(LONGEST, 1000 * 2 ** Math.min(tries, 5)) * (0.5 + Math.random() / 2));
}

function begin() {
  if (!navigator.locks || !channel) return connect();
  channel.postMessage({ type: "hello", position });
  navigator.locks.request(CHANNEL, () => { connect(); return new Promise(() => {}); });
}

// -- every tab ---------------------------------------------------------------------------------
if (channel) channel.onmessage = ({ data }) => data.type === "hello" ? greet(data) : take(data);

function greet(other) {
  if (!source) return;
  channel.postMessage({ type: "state", state });
  for (const message of recent) if (message.position > other.position) channel.postMessage(message);
}

function take(message) {
  switch (message.type) {
    case "state": return show(message.state);
    case "bye": return ended();
    case "counters": return count(message.counters);
    case "reload": return arrive("…");
    case "row": return row(message);
    case "gone": return gone(message);
  }
}

function show(next) {
  state = next;
  for (const sign of all("[data-live-sign]")) {
    sign.hidden = false;
    sign.dataset.live = next;
    one(".word", sign).textContent = words(`live${next[0].toUpperCase()}${next.slice(1)}`);
  }
  clearInterval(asking);
  if (next === "poll") asking = setInterval(ask, ASK_EVERY);
}

function ended() {
  isOver = true;
  show("lost");
  toast(words("saySignedOut"), "key", true);
}

function row({ number, html, seq, position: reached }) {
  position = Math.max(position, reached);
  const made = document.createElement("template");
  made.innerHTML = html;
  const fresh = made.content.firstElementChild;
  const old = one(`#rows a.item[data-case="${CSS.escape(number)}"]`);
  if (old) return change(old, fresh, seq);
  const isOurs = one("#rows") ? belongs(fresh) : false;
  if (isOurs) arrive(number);
  else if (isOurs === null) soon();
  const open = one("[data-open-case]");
  if (open?.dataset.openCase === number && seq > Number(open.dataset.seq)) one("#moved")?.removeAttribute("hidden");
}

function change(old, fresh, seq) {
  if (seq <= Number(old.dataset.seq)) return;
  fresh.classList.add("changed");
  fresh.classList.toggle("gone", belongs(fresh) === false);
  if (old.hasAttribute("aria-current")) {
    fresh.setAttribute("aria-current", "true");
    const open = one("#preview [data-open-case]");
    if (open && seq > Number(open.dataset.seq)) one("#moved")?.removeAttribute("hidden");
  }
  const hadFocus = old === document.activeElement;
  old.replaceWith(fresh);
  if (hadFocus) fresh.focus({ preventScroll: true });
}

// One may no longer see it: not its title on the list, not what the preview shows of it.
function gone({ number, position: reached }) {
  position = Math.max(position, reached);
  const old = one(`#rows a.item[data-case="${CSS.escape(number)}"]`);
  const line = old?.closest(".pickrow") ?? old;
  const next = old?.contains(document.activeElement) && one("a.item", line.nextElementSibling ?? line.previousElementSibling ?? line);
  line?.remove();
  if (next) next.focus({ preventScroll: true });
  if (one("#preview [data-open-case]")?.dataset.openCase === number) one("#preview").replaceChildren();
  else if (one("[data-open-case]")?.dataset.openCase === number) one("#moved")?.removeAttribute("hidden");
}

// Does a row belong to what the list shows: its queue and every filter? Null where only the server can tell.
function belongs(item) {
  const wanted = JSON.parse(one("#rows").dataset.wants);
  if (wanted.queue && !item.dataset.queues.split(" ").includes(wanted.queue)) return false;
  if (!wanted.filters) return null;
  return Object.entries(wanted.filters).every(([name, value]) => item.dataset[name] === value);
}

let due = 0;
function soon() {
  clearTimeout(due);
  due = setTimeout(ask, 5000);
}

function count(counters) {
  for (const [name, told] of Object.entries(counters)) {
    for (const place of all(`[data-counter="${CSS.escape(name)}"]`)) {
      place.textContent = told;
      place.classList.toggle("zero", told === "0");
    }
  }
}

async function ask() {
  const list = one("#rows");
  if (!list || document.hidden) return;
  const answer = await fetch(list.dataset.pulse, { headers: { Accept: "application/json" } }).catch(() => null);
  if (answer?.status === 401 || answer?.redirected) return ended();
  if (!answer?.ok) return;
  const told = await answer.json();
  count(told.counters);
  if (told.newest !== list.dataset.newest) arrive("…");
}

if (address) begin();
