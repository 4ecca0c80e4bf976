// @ and a few letters in a note offer the colleagues who may read it; without JavaScript the list stands below the box.
import { all, on, one } from "./dom.js";

const TYPED = /(?:^|[^\w@.])@([\w.-]{0,30})$/;
let asked = 0, chosen = 0;

const holderOf = (box) => box.closest?.("[data-people]");
const listOf = (holder) => one("[role=listbox]", holder);
const before = (box) => box.value.slice(0, box.selectionStart);

async function look(box) {
  const holder = holderOf(box), found = TYPED.exec(before(box)), mine = ++asked;
  if (!found) return close(holder);
  const audience = one("input[name=audience]:checked", box.form)?.value ?? "all";
  const answer = await fetch(`${holder.dataset.people}?${new URLSearchParams({ q: found[1], audience })}`).catch(() => null);
  if (!answer?.ok || mine !== asked) return;
  draw(holder, (await answer.json()).people);
}

function draw(holder, people) {
  const list = listOf(holder);
  chosen = 0;
  list.hidden = !people.length;
  list.replaceChildren(...people.map(({ username, name, agency }, place) => {
    const line = document.createElement("li"), says = document.createElement("span");
    line.setAttribute("role", "option");
    line.setAttribute("aria-selected", String(place === 0));
    line.dataset.name = username;
    line.textContent = name;
    says.className = "muted";
    says.textContent = ` @${username}${agency ? ` · ${agency}` : ""}`;
    line.append(says);
    return line;
  }));
}

function close(holder) {
  asked += 1;
  listOf(holder).hidden = true;
}

function take(box, line) {
  const start = before(box).lastIndexOf("@");
  box.setRangeText(`@${line.dataset.name} `, start, box.selectionStart, "end");
  close(holderOf(box));
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.focus();
}

on("input", (event) => event.target.matches("textarea") && holderOf(event.target) && look(event.target));
document.addEventListener("keydown", (event) => {
  const holder = event.target.matches?.("textarea") && holderOf(event.target);
  if (!holder || listOf(holder).hidden) return;
  const lines = all("[role=option]", holder);
  if (event.key === "Enter" && !event.ctrlKey || event.key === "Tab") take(event.target, lines[chosen]);
  else if (event.key === "Escape") close(holder);
  else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    chosen = (chosen + (event.key === "ArrowDown" ? 1 : lines.length - 1)) % lines.length;
    lines.forEach((line, place) => line.setAttribute("aria-selected", String(place === chosen)));
  } else return;
  event.preventDefault();
  event.stopPropagation();
}, true);
on("pointerdown", (event) => {
  const line = event.target.closest("[data-people] [role=option]");
  if (!line) return;
  event.preventDefault();
  take(one("textarea", holderOf(line)), line);
});
