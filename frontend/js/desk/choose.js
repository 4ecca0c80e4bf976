// Choosing rows for a bulk act: X or a box, Shift for all up to here; the bar says how many and what can be done.
import { all, on, one } from "./dom.js";
import { bind } from "./keys.js";

const boxes = () => all('#rows input[name="case"]');
const chosen = new Set();
let last = null;

function tell() {
  const bar = one("#bulk");
  if (!bar) return;
  chosen.clear();
  for (const box of boxes()) if (box.checked) chosen.add(box.value);
  const whole = one('[name="all"]', bar), page = one("[data-choose-page]", bar);
  bar.classList.toggle("on", chosen.size > 0 || whole.checked);
  page.checked = chosen.size > 0 && chosen.size === boxes().length;
  page.indeterminate = chosen.size > 0 && !page.checked;
  one("[data-chosen]", bar).textContent = chosen.size === 1 ? bar.dataset.one : bar.dataset.many.replace("0", chosen.size);
}

function set(box, checked, isRange) {
  const list = boxes();
  const from = isRange ? list.indexOf(last) : -1;
  const to = list.indexOf(box);
  const within = from < 0 ? [box] : list.slice(Math.min(from, to), Math.max(from, to) + 1);
  for (const each of within) each.checked = checked;
  last = box;
  tell();
}

bind("x", (event) => {
  const row = one('#rows a.item[aria-current="true"]') ?? one("#rows a.item");
  const box = row && one('input[name="case"]', row.closest(".pickrow"));
  if (!box) return false;
  set(box, event.shiftKey || !box.checked, event.shiftKey);
});
on("click", (event) => {
  if (event.target.matches('#rows input[name="case"]')) set(event.target, event.target.checked, event.shiftKey);
});
on("change", (event) => {
  if (event.target.matches("[data-choose-page]")) for (const box of boxes()) box.checked = event.target.checked;
  if (event.target.closest("#bulk")) tell();
});
// A list read anew keeps what was chosen of it.
on("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "rows") return;
  for (const box of boxes()) box.checked = chosen.has(box.value);
  last = null;
  tell();
});
on("pageshow", tell, window);
