// What is typed into a form of a case is kept at the server while it is typed, and offered again; who else writes is said.
import htmx from "htmx.org";
import { all, on, one } from "./dom.js";

const PAUSE = 1500, BEAT = 10000;
const boxOf = (holder) => one("textarea", holder.closest("form"));
const timers = new WeakMap();

function tell(holder, names) {
  const says = one("[data-writing]", holder);
  says.hidden = !names.length;
  says.textContent = names.length ? `${names.join(", ")} ${says.dataset.says}` : "";
}

async function ask(holder, text) {
  const told = { headers: { "X-CSRFToken": JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"] } };
  if (text !== undefined) Object.assign(told, { method: "POST", keepalive: true, body: new URLSearchParams({ kind: holder.dataset.draftKind, text }) });
  try {
    const answer = await fetch(holder.dataset.draft, told);
    if (answer.ok && answer.headers.get("Content-Type")?.includes("json")) tell(holder, (await answer.json()).writing);
  } catch {
    // The line is down: the next letter tries again.
  }
}

on("input", (event) => {
  const holder = event.target.matches("textarea") && event.target.form && one("[data-draft]", event.target.form);
  if (!holder || boxOf(holder) !== event.target) return;
  clearTimeout(timers.get(holder));
  timers.set(holder, setTimeout(() => holder.isConnected && !holder.closest("form").hasAttribute("data-sending") && ask(holder, event.target.value), PAUSE));
});

on("submit", (event) => {
  const holder = one("[data-draft]", event.target);
  if (holder) clearTimeout(timers.get(holder));
});

on("click", (event) => {
  const button = event.target.closest("[data-draft-use], [data-draft-drop]");
  if (!button) return;
  const holder = button.closest("[data-draft]"), box = boxOf(holder);
  if (button.matches("[data-draft-use]")) {
    box.value = box.value ? `${box.value}\n${button.value}` : button.value;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
  } else ask(holder, "");
  one("[data-draft-kept]", holder).remove();
});

const look = () => document.visibilityState === "visible" && all("[data-draft]").forEach((holder) => ask(holder));
setInterval(look, BEAT);
htmx.onLoad((fresh) => all("[data-draft]", fresh).forEach((holder) => ask(holder)));
