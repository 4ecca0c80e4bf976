// The boxes on a file: drawn with mouse or finger, or typed; the rows of inputs are what is sent.
import { all, on, one } from "./dom.js";

const WHOLE = 1000, LEAST = 8, NAMES = ["left", "top", "width", "height"];
const form = one("form[data-boxes]"), canvas = one("[data-canvas]");
const percent = (n) => String(Math.round(n) / 10);
const clamp = (n, least, most) => Math.min(Math.max(n, least), most);

// -- size ------------------------------------------------------------------------------------------
const sizes = () => all("[data-zoom]");

function zoom(name) {
  canvas.dataset.canvas = name;
  for (const link of sizes()) link.toggleAttribute("aria-current", false);
  sizes().find((link) => link.dataset.zoom === name)?.setAttribute("aria-current", "true");
}
on("click", (event) => {
  const link = canvas && event.target.closest("[data-zoom]"), step = canvas && event.target.closest("[data-zoom-by]");
  if (link) {
    event.preventDefault();
    zoom(link.dataset.zoom);
  } else if (step) {
    const names = sizes().map((one) => one.dataset.zoom), at = names.indexOf(canvas.dataset.canvas) + Number(step.dataset.zoomBy);
    zoom(names[clamp(at, 0, names.length - 1)]);
  }
});

// -- rows and what they draw -----------------------------------------------------------------------
const rows = () => all("[data-box-rows] > :not(.spare)");
const input = (row, name) => one(`[name=box_${name}]`, row);
const edges = (row) => Object.fromEntries(NAMES.map((name) => [name, Math.round(Number(input(row, name).value.replace(",", ".")) * 10)]));
const pageOf = (row) => input(row, "page").value;

function put(row, box) {
  for (const name of NAMES) input(row, name).value = percent(box[name]);
}

function draw() {
  for (const sheet of all("[data-sheet]")) one(".boxes", sheet).replaceChildren();
  for (const row of rows()) {
    const svg = one(`[data-sheet="${CSS.escape(pageOf(row))}"] .boxes`), box = edges(row);
    if (!svg || NAMES.some((name) => !Number.isFinite(box[name])) || box.width <= 0 || box.height <= 0) continue;
    const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    for (const [name, value] of Object.entries({ x: box.left, y: box.top, width: box.width, height: box.height })) rect.setAttribute(name, value);
    rect.classList.toggle("near", row.matches(":focus-within"));
    rect.row = row;
    svg.append(rect);
  }
}

function added(page, box) {
  const mould = one("[data-box-rows] > .spare"), row = mould.cloneNode(true);
  row.classList.remove("spare");
  input(row, "page").value = page;
  put(row, box);
  mould.before(row);
  return row;
}

if (form && canvas) {
  on("input", draw, form);
  on("focusin", draw, form);
  on("focusout", () => requestAnimationFrame(draw), form);
  on("click", (event) => {
    const drop = event.target.closest("[data-box-drop]"), add = event.target.closest("[data-box-add]"), finger = event.target.closest("[data-box-draw]");
    if (drop) {
      drop.closest("li").remove();
      (one("[data-box-add]", form)).focus();
      draw();
    } else if (add) {
      const row = added(pageInSight(), { left: 400, top: 400, width: 200, height: 200 });
      draw();
      input(row, "left").focus();
    } else if (finger) {
      const isOn = finger.getAttribute("aria-pressed") !== "true";
      finger.setAttribute("aria-pressed", String(isOn));
      for (const svg of all(".boxes")) svg.classList.toggle("draws", isOn);
    }
  }, form);
  for (const sheet of all("[data-sheet]")) watch(sheet);
  draw();
}

function pageInSight() {
  const middle = canvas.getBoundingClientRect().top + canvas.clientHeight / 2;
  const near = all("[data-sheet]").find((sheet) => sheet.getBoundingClientRect().bottom > middle);
  return near?.dataset.sheet ?? "1";
}

// -- drawing, moving, and pulling at the lower right corner ------------------------------------------
function watch(sheet) {
  const svg = one(".boxes", sheet);
  const at = (event) => {
    const area = svg.getBoundingClientRect();
    return { x: clamp((event.clientX - area.left) / area.width * WHOLE, 0, WHOLE), y: clamp((event.clientY - area.top) / area.height * WHOLE, 0, WHOLE) };
  };
  on("pointerdown", (event) => {
    const isFinger = event.pointerType === "touch";
    if (event.button !== 0 || (isFinger && !svg.classList.contains("draws"))) return;
    event.preventDefault();
    svg.setPointerCapture(event.pointerId);
    const start = at(event), held = event.target.row ?? null, before = held && edges(held);
    const isPulled = before && start.x > before.left + before.width * 0.8 && start.y > before.top + before.height * 0.8;
    let row = held;
    const move = (moved) => {
      const now = at(moved), dx = now.x - start.x, dy = now.y - start.y;
      if (!row && (Math.abs(dx) < LEAST || Math.abs(dy) < LEAST)) return;
      row ??= added(sheet.dataset.sheet, { left: 0, top: 0, width: 0, height: 0 });
      put(row, !before ? between(start, now) : isPulled ? pulled(before, dx, dy) : shifted(before, dx, dy));
      draw();
    };
    const end = () => {
      svg.removeEventListener("pointermove", move);
      svg.removeEventListener("pointerup", end);
      svg.removeEventListener("pointercancel", end);
      draw();
    };
    on("pointermove", move, svg);
    on("pointerup", end, svg);
    on("pointercancel", end, svg);
  }, svg);
}

// Outward to whole thousandths, so that the sum of edges never passes the page.
function between(a, b) {
  const left = Math.floor(Math.min(a.x, b.x)), top = Math.floor(Math.min(a.y, b.y));
  return { left, top, width: Math.ceil(Math.max(a.x, b.x)) - left, height: Math.ceil(Math.max(a.y, b.y)) - top };
}
const shifted = (box, dx, dy) => ({ ...box, left: Math.round(clamp(box.left + dx, 0, WHOLE - box.width)), top: Math.round(clamp(box.top + dy, 0, WHOLE - box.height)) });
const pulled = (box, dx, dy) => ({ ...box, width: Math.round(clamp(box.width + dx, LEAST, WHOLE - box.left)), height: Math.round(clamp(box.height + dy, LEAST, WHOLE - box.top)) });
