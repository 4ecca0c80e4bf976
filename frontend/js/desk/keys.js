// Keys of the desk. What a key does stands on the element: data-key="v" is clicked (or focused, where it is an input).
// One-letter keys can be switched off in the sheet (WCAG 2.1.4).
import { all, isSeen, isTyping, on, one } from "./dom.js";

const OFF = "kentongan.keys.off";
const bound = new Map();
const isOff = () => localStorage.getItem(OFF) === "1";

export function bind(key, act) {
  bound.set(key, act);
}

function press(key, event) {
  const holder = one("dialog[open]") ?? document;
  const target = all(`[data-key="${CSS.escape(key)}"]`, holder).find(isSeen);
  if (target) {
    if (target.matches("input, textarea, select")) target.focus();
    else target.click();
    return true;
  }
  return holder === document && bound.has(key) && bound.get(key)(event) !== false;
}

on("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return send(event);
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") return leave(event);
  if (isTyping(event.target) || isOff() && event.key !== "?") return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (press(key, event)) event.preventDefault();
});

function send(event) {
  const form = event.target.closest?.("form");
  const button = form && one("button.primary, button[type=submit]", form);
  if (!button) return;
  event.preventDefault();
  button.click();
}

function leave(event) {
  const open = all("details.pops[open]").find(isSeen);
  if (open) {
    open.open = false;
    one("summary", open).focus();
    event.preventDefault();
  } else if (isTyping(event.target) && !event.target.closest("dialog")) event.target.blur();
}

// A pop-over closes when the eye goes elsewhere.
on("click", (event) => {
  for (const open of all("details.pops[open]")) if (!open.contains(event.target)) open.open = false;
});

function line(keys, label) {
  const row = document.createElement("div"), term = document.createElement("dt"), says = document.createElement("dd");
  for (const key of keys) {
    const mark = document.createElement("kbd");
    mark.textContent = key;
    term.append(mark);
  }
  says.textContent = label;
  row.append(term, says);
  return row;
}

const labelOf = (element) => element.dataset.keyLabel ?? element.getAttribute("aria-label") ?? [...element.childNodes].filter((node) => node.nodeName !== "KBD").map((node) => node.textContent).join("").trim();
const shown = (key) => key.length === 1 ? key.toUpperCase() : key;

function sheet() {
  const dialog = one("#keys"), list = dialog && one("[data-keys-list]", dialog);
  if (!list) return;
  const known = new Set();
  list.replaceChildren();
  for (const element of all("[data-keys], [data-key]")) {
    if (element.dataset.key && !isSeen(element)) continue;
    const keys = (element.dataset.keys ?? element.dataset.key).split(" ");
    if (known.has(keys.join())) continue;
    known.add(keys.join());
    list.append(line(keys.map(shown), labelOf(element)));
  }
  const toggle = one("[data-keys-toggle]", dialog);
  if (toggle) toggle.checked = !isOff();
  dialog.showModal();
}

on("change", (event) => {
  if (!event.target.matches("[data-keys-toggle]")) return;
  if (event.target.checked) localStorage.removeItem(OFF);
  else localStorage.setItem(OFF, "1");
});
on("click", (event) => event.target.closest("[data-keys-open]") && sheet());
bind("?", sheet);
