// The tour: its stops come from the server; here one is shown at a time and what it tells of is pointed at.
import { all, isSeen, on, one } from "./dom.js";

const card = () => one(".tour");
let at = 0;

async function start(address) {
  if (card()) return;
  const answer = await fetch(address, { headers: { "HX-Request": "true" } });
  if (!answer.ok || card()) return;
  document.body.append(document.createRange().createContextualFragment(await answer.text()));
  show(0);
  card().focus();
}

function show(next) {
  const stops = all("[data-at]", card());
  at = Math.max(0, Math.min(next, stops.length - 1));
  unmark();
  stops.forEach((stop, n) => { stop.hidden = n !== at; });
  one("[data-tour-count]", card()).textContent = `${at + 1}/${stops.length}`;
  one("[data-tour-back]", card()).disabled = at === 0;
  const on = one("[data-tour-on]", card());
  on.dataset.more ??= on.textContent;
  on.textContent = at === stops.length - 1 ? on.dataset.last : on.dataset.more;
  const target = all(stops[at].dataset.at).find(isSeen);
  target?.classList.add("toured");
  target?.scrollIntoView({ block: "nearest" });
}

function unmark() {
  all(".toured").forEach((element) => element.classList.remove("toured"));
}

function end(form) {
  unmark();
  fetch(form.action, { method: "POST", headers: { "HX-Request": "true" }, body: new FormData(form) });
  one("[data-tour-offer]")?.remove();
  card()?.remove();
  one("#main")?.focus();
}

on("click", (event) => {
  const link = event.target.closest("[data-tour-start]");
  if (link) { event.preventDefault(); start(link.href); }
  if (event.target.closest("[data-tour-back]")) show(at - 1);
  if (event.target.closest("[data-tour-on]")) {
    if (at === all("[data-at]", card()).length - 1) end(one("[data-tour-end]", card()));
    else show(at + 1);
  }
});
on("submit", (event) => {
  const form = event.target.closest("[data-tour-end]");
  if (form) { event.preventDefault(); end(form); }
});
on("keydown", (event) => {
  if (event.key !== "Escape" || !card() || one("dialog[open]")) return;
  end(one("[data-tour-end]", card()));
});
if (location.hash === "#tur") on("DOMContentLoaded", () => {
  const address = document.body.dataset.tour;
  if (address) start(address);
});

// A term's meaning stays while it is pointed at; Escape puts it away (WCAG 1.4.13).
on("keydown", (event) => event.key === "Escape" && document.activeElement?.matches(".term") && document.activeElement.blur());
