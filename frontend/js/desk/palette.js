// Ctrl K: what can be done and where one can go from here, by typing a few letters; a code or words lead to the search.
import { all, isSeen, on, one } from "./dom.js";

const dialog = () => one("#palette");
const said = (element) => (element.dataset.keyLabel ?? element.getAttribute("aria-label") ?? [...element.childNodes].filter((node) => node.nodeName !== "KBD" && !node.classList?.contains("count")).map((node) => node.textContent).join(" ")).trim().replace(/\s+/g, " ");
let found = [], chosen = 0, known = [];

// The acts of the page come first, then the queues, then the places of the rail.
function gathered() {
  const acts = all("main a.btn[data-key], main button.btn[data-key]").filter((element) => isSeen(element) && element.getAttribute("aria-disabled") !== "true");
  const told = new Set();
  return [...acts, ...all("[data-palette-known] a"), ...all(".rail a:not(.brand)")]
    .map((element) => ({ word: said(element), go: () => element.click() }))
    .filter(({ word }) => word && !told.has(word) && told.add(word));
}

function search(typed) {
  return { word: `${dialog().dataset.search} “${typed}”`, go: () => location.assign(`${dialog().dataset.address}${encodeURIComponent(typed)}`) };
}

function draw() {
  const typed = one("input", dialog()).value.trim(), parts = typed.toLowerCase().split(/\s+/);
  found = known.filter(({ word }) => parts.every((part) => word.toLowerCase().includes(part))).slice(0, 9);
  if (typed) found.push(search(typed));
  chosen = Math.max(0, Math.min(chosen, found.length - 1));
  const list = one("[role=listbox]", dialog());
  list.replaceChildren(...found.map(({ word }, place) => {
    const line = document.createElement("li");
    line.id = `palette-${place}`;
    line.textContent = word;
    line.setAttribute("role", "option");
    line.setAttribute("aria-selected", String(place === chosen));
    return line;
  }));
  one("input", dialog()).setAttribute("aria-activedescendant", found.length ? `palette-${chosen}` : "");
}

function go(place) {
  const way = found[place];
  if (!way) return;
  dialog().close();
  way.go();
}

on("keydown", (event) => {
  if (!dialog()) return;
  if (event.key?.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
    event.preventDefault();
    if (one("dialog[open]")) return;
    known = gathered();
    chosen = 0;
    one("input", dialog()).value = "";
    draw();
    dialog().showModal();
  } else if (dialog().open) move(event);
});

function move(event) {
  if (event.key === "Enter") go(chosen);
  else if (event.key === "ArrowDown") chosen = (chosen + 1) % Math.max(1, found.length);
  else if (event.key === "ArrowUp") chosen = (chosen + found.length - 1) % Math.max(1, found.length);
  else return;
  event.preventDefault();
  if (dialog().open) draw();
}

on("input", (event) => {
  if (!event.target.closest("#palette")) return;
  chosen = 0;
  draw();
});
on("click", (event) => {
  const line = event.target.closest("#palette [role=option]");
  if (line) go([...line.parentNode.children].indexOf(line));
});
