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
  const holder = holderNow();
  const target = /^[1-9]$/.test(key) && holder === document ? numbered()[key - 1] : all(`[data-key="${CSS.escape(key)}"]`, holder).find(reachable);
  if (target) {
    const folded = target.closest("details.pops:not([open])");
    if (folded && target.matches("summary")) folded.open = true;
    else if (target.matches("input, textarea, select")) target.focus();
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
  if (press(keyOf(event), event)) event.preventDefault();
});

// A capital is the letter with Shift, where something on the page has it; else the letter alone, also with Caps Lock.
function keyOf({ key, shiftKey }) {
  if (key.length !== 1) return key;
  const capital = key.toUpperCase();
  return shiftKey && capital !== key.toLowerCase() && has(capital) ? capital : key.toLowerCase();
}

const holderNow = () => one("dialog[open]") ?? document;
const has = (key) => all(`[data-key="${CSS.escape(key)}"]`, holderNow()).some(reachable);
// A button in a closed pop-over is pressed as well: what it does does not depend on being seen.
const reachable = (element) => isSeen(element) || Boolean(element.closest("details.pops:not([open])") && isSeen(element.closest("details.pops")));

// What has no letter of its own has a number, in the order of the page: 1 to 9.
const UNNUMBERED = ".kept li, table, #rows, dialog, .pop, .vh, form.bulkbar, .tagged, .tagging, [data-close], [data-key]";
export function numbered() {
  const found = all("main .btn, main .tabs a").filter((element) => !element.matches(UNNUMBERED) && !element.closest(UNNUMBERED) && isSeen(element));
  return found.slice(0, 9);
}

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
const shown = (key) => key.length !== 1 ? key : key !== key.toLowerCase() ? `Shift ${key}` : key.toUpperCase();

function sheet() {
  const dialog = one("#keys"), list = dialog && one("[data-keys-list]", dialog);
  if (!list) return;
  const known = new Set();
  list.replaceChildren();
  for (const element of all("[data-keys], [data-key]")) {
    if (element.dataset.key && !reachable(element)) continue;
    const keys = (element.dataset.keys ?? element.dataset.key).split(" ");
    if (known.has(keys.join())) continue;
    known.add(keys.join());
    list.append(line(keys.map(shown), labelOf(element)));
  }
  numbered().forEach((element, place) => list.append(line([String(place + 1)], labelOf(element))));
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
