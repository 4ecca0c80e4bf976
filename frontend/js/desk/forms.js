// Forms of the desk: one click is one act, an act that is not ready says why, and what fails says so in words.
import htmx from "htmx.org";
import { all, fade, isSeen, on, one, toast, words } from "./dom.js";

// -- not twice -----------------------------------------------------------------------------
const buttonsOf = (form) => all("button:not([type=button])", form).concat(form.id ? all(`button[form="${form.id}"]`) : []);

function settle(form, isBusy, submitter) {
  form.toggleAttribute("data-sending", isBusy);
  for (const button of buttonsOf(form)) button.removeAttribute("aria-busy");
  if (isBusy) (submitter ?? buttonsOf(form)[0])?.setAttribute("aria-busy", "true");
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter;
  if (form.hasAttribute("data-gate")) judge(form); // now: a form that has just come may not have been looked at yet
  if (form.hasAttribute("data-sending")) {
    event.preventDefault();
    event.stopImmediatePropagation();
  } else if (button?.getAttribute("aria-disabled") === "true") {
    event.preventDefault();
    event.stopImmediatePropagation();
    firstOpen(form)?.focus();
  } else if (form.method === "post" && !form.hasAttribute("hx-post") && !navigator.onLine) {
    event.preventDefault(); // the browser's own page would take the place of what was typed and of the files chosen
    toast(words("sayOffline"), "wifioff", true);
  } else if (form.hasAttribute("data-download")) form.closest("details.pops")?.removeAttribute("open"); // a file leaves the page as it is
  else if (form.method === "post" || form.hasAttribute("hx-post")) settle(form, true, button);
}, true);
addEventListener("pageshow", () => all("form[data-sending]").forEach((form) => settle(form, false)));
on("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form");
  if (form) settle(form, false);
});
on("htmx:sendError", () => toast(words("sayOffline"), "wifioff", true));

// -- ready or not --------------------------------------------------------------------------
function questions(form) {
  return all("[data-question]", form).map((holder) => {
    const inputs = all("input[type=radio], select, textarea", holder);
    const isAnswered = inputs.some((input) => input.type === "radio" ? input.checked : input.value.trim() !== "");
    return { holder, inputs, isAnswered, name: holder.dataset.question };
  });
}
const firstOpen = (form) => questions(form).find((question) => !question.isAnswered)?.inputs[0];

export function judge(form) {
  const open = [];
  for (const { holder, isAnswered, name } of questions(form)) {
    if (!isAnswered) open.push(name);
    one(".pick", holder)?.classList.toggle("unset", !isAnswered);
    const note = one(".unanswered", holder);
    if (note) note.hidden = isAnswered;
  }
  for (const button of buttonsOf(form).filter((button) => button.hasAttribute("data-needs-all"))) {
    if (open.length) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
  for (const why of all(`[data-why="${form.id}"]`)) {
    why.hidden = !open.length;
    const says = one("[data-open]", why);
    if (says) says.textContent = open.join(", ");
  }
}

const gated = () => all("form[data-gate]").forEach(judge);
on("input", (event) => event.target.form?.hasAttribute("data-gate") && judge(event.target.form));
on("change", (event) => event.target.form?.hasAttribute("data-gate") && judge(event.target.form));
on("DOMContentLoaded", gated);
htmx.onLoad(gated);

// -- one box, several words: what is written and what follows from it change with the kind ---------
on("change", (event) => {
  if (!event.target.matches("input[name=kind]")) return;
  const { form, value, dataset } = event.target;
  for (const part of all("[data-only]", form)) part.hidden = !part.dataset.only.split(" ").includes(value);
  one("[data-says-here]", form).textContent = dataset.says;
  one("[data-hint-here]", form).textContent = dataset.hint;
});

// -- the routing table's answer for the category just chosen; a lead chosen by hand is kept -----------
on("change", (event) => {
  const { form, dataset } = event.target;
  if (!dataset.suggest) return;
  const told = new FormData(form), asked = new URLSearchParams();
  for (const name of ["category", "lead", "suggested", "support"]) for (const value of told.getAll(name)) asked.append(name, value);
  htmx.ajax("GET", `${dataset.suggest}?${asked}`, { target: "#lead", swap: "innerHTML" });
});

const ticked = (holder) => {
  const names = all("input:checked", holder).map((box) => box.closest("label").textContent.trim());
  holder.closest(".q").querySelector("[data-ticked]").textContent = names.join(", ");
};
on("change", (event) => event.target.closest(".support") && ticked(event.target.closest(".support")));
htmx.onLoad(() => all(".support").forEach(ticked));

on("change", (event) => {
  if (!event.target.matches("input[type=file]")) return;
  const says = event.target.closest(".files")?.querySelector("[data-names]");
  if (says) says.textContent = [...event.target.files].map((file) => file.name).join(", ");
});
on("change", (event) => event.target.matches("select[data-submit]") && event.target.form.requestSubmit());

// -- a filter form sends only what is filled in, so that addresses stay short -------------------
on("formdata", (event) => {
  if (event.target.method !== "get") return;
  for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
});

// -- a form that comes back with a mistake begins there ------------------------------------------------
const mistaken = (within) => one('main [aria-invalid=true], dialog [aria-invalid=true]', within)?.focus();
on("DOMContentLoaded", () => mistaken(document));

// -- small things ------------------------------------------------------------------------------
on("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  toast(words("sayCopied"));
});
on("click", (event) => event.target.closest("[data-print]") && print());

// A template goes where the cursor stands; what was written stays.
on("change", (event) => {
  const choice = event.target, box = choice.matches("select[data-template]") && choice.value && one("textarea[name=text]", choice.form);
  if (!box) return;
  box.setRangeText(choice.value, box.selectionStart, box.selectionEnd, "end");
  choice.value = "";
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.focus();
});
on("click", (event) => event.target.closest(".toast [data-dismiss]")?.closest(".toast").remove());
all(".toasts .toast").forEach(fade);
on("htmx:oobAfterSwap", () => all(".toasts .toast").forEach(fade));

// -- what could be personal in an answer is marked while it is written; nothing is changed -----------------
let marking;
on("input", (event) => {
  const holder = event.target.matches("textarea[name=text]") && one("[data-marks]", event.target.form);
  if (!holder) return;
  clearTimeout(marking);
  marking = setTimeout(() => {
    if (isSeen(holder.closest("fieldset"))) htmx.ajax("POST", holder.dataset.marks, { target: holder, swap: "innerHTML", values: { text: event.target.value } });
  }, 800);
});
