// The list of the inbox: J K move, Enter opens, N shows what waits; the preview follows where there is room for it.
import htmx from "htmx.org";
import { all, isTyping, on, one, wide } from "./dom.js";
import { bind } from "./keys.js";

const rows = () => one("#rows");
const items = () => all("#rows a.item");
const current = () => one('#rows a.item[aria-current="true"]');
let timer = 0, asked = "";

export function select(item, { focus = true, slow = false, again = false } = {}) {
  if (!item) return;
  for (const other of all('#rows a.item[aria-current]')) other.removeAttribute("aria-current");
  item.setAttribute("aria-current", "true");
  item.classList.remove("changed", "arriving");
  item.scrollIntoView({ block: "nearest" });
  if (focus) item.focus({ preventScroll: true });
  if (!wide.matches || (asked === item.dataset.case && !again)) return; // what is typed in it stays
  asked = item.dataset.case;
  clearTimeout(timer);
  timer = setTimeout(() => preview(item), slow ? 140 : 0);
}

function preview(item) {
  const address = new URL(location);
  address.searchParams.set("case", item.dataset.case);
  history.replaceState(null, "", address);
  return htmx.ajax("GET", item.dataset.preview + item.search, { target: "#preview", swap: "innerHTML" });
}

// An answer that comes late, for a row that was left, is not shown.
on("htmx:beforeSwap", (event) => {
  const { target, requestConfig, pathInfo } = event.detail;
  if (target.id === "preview" && requestConfig.verb === "get" && !pathInfo.requestPath.includes(`/${asked}/`)) event.detail.shouldSwap = false;
});

// Lists of one's own things: J and K go from line to line; what can be done with it is reached by Tab from there.
const lines = () => all("main .kept > li, main table.table tbody tr").map((line) => one("a, button", line)).filter(Boolean);
function stroll(step) {
  const list = lines(), here = list.findIndex((first) => first.closest("li, tr").contains(document.activeElement));
  const next = list[here < 0 ? 0 : here + step];
  if (!next) return false;
  next.focus();
}

function move(step) {
  if (!rows()) return stroll(step);
  const list = items();
  const here = list.indexOf(current());
  const next = list[here < 0 ? 0 : here + step];
  if (next) select(next, { slow: true });
  else one(step > 0 ? '#rows a[rel="next"]' : '#rows a[rel="prev"]')?.click();
}
bind("j", () => move(1));
bind("k", () => move(-1));
bind("ArrowDown", () => document.activeElement?.matches("#rows a.item") ? move(1) : false);
bind("ArrowUp", () => document.activeElement?.matches("#rows a.item") ? move(-1) : false);
bind("o", () => current() ? void location.assign(current().href) : false);
bind("Enter", () => {
  const here = current();
  if (!here || document.activeElement?.matches("a, button, summary, input")) return false;
  location.assign(here.href);
});

on("click", (event) => {
  const item = event.target.closest("#rows a.item");
  if (!item || !wide.matches || event.ctrlKey || event.metaKey || event.shiftKey || event.detail > 1) return;
  if (event.detail === 0 && item === current()) return; // Enter on the chosen one opens it
  event.preventDefault();
  select(item);
});
on("dblclick", (event) => {
  const item = event.target.closest("#rows a.item");
  if (item) location.assign(item.href);
});

// An act was done in the preview or a dialog: on to the next row.
on("acted", (event) => {
  const done = one(`#rows a.item[data-case="${CSS.escape(event.detail.case)}"]`);
  const list = items();
  const next = list[list.indexOf(done) + 1] ?? list[list.indexOf(done) - 1];
  if (next && next !== done) select(next);
  else if (done) select(done, { again: true });
});

// -- what arrives waits behind the bar ---------------------------------------------------------
const waiting = new Set();

export function arrive(number) {
  waiting.add(number);
  const bar = one("#fresh");
  if (!bar) return;
  bar.hidden = false;
  const count = waiting.size;
  const says = waiting.has("…") ? bar.dataset.some : count === 1 ? bar.dataset.one : bar.dataset.many.replace("0", count);
  one("[data-count]", bar).textContent = says;
}

export async function refresh() {
  if (!rows()) return false;
  const bar = one("#fresh");
  const kept = current()?.dataset.case;
  const address = new URL(location);
  if (waiting.size) for (const name of ["after", "before"]) address.searchParams.delete(name);
  address.searchParams.delete("case");
  await htmx.ajax("GET", address.pathname + address.search, { target: "#rows", swap: "innerHTML", headers: { "X-Part": "rows" } });
  for (const number of waiting) one(`#rows a.item[data-case="${CSS.escape(number)}"]`)?.classList.add("arriving");
  waiting.clear();
  if (bar) bar.hidden = true;
  rows().scrollTop = 0;
  const again = kept && one(`#rows a.item[data-case="${CSS.escape(kept)}"]`);
  if (again) again.setAttribute("aria-current", "true");
}
bind("n", () => one("#fresh") && !one("#fresh").hidden ? void refresh() : false);
on("click", (event) => event.target.closest("#fresh") && refresh());

// With room for a preview the first row, or the one in the address, is chosen from the start.
on("DOMContentLoaded", () => {
  if (!rows() || !wide.matches || isTyping(document.activeElement)) return;
  const start = current() ?? items()[0];
  if (start && !one("#preview .sheetlet")) select(start, { focus: false });
});
