// Small things all scripts of the desk share.
export const one = (selector, within = document) => within.querySelector(selector);
export const all = (selector, within = document) => [...within.querySelectorAll(selector)];
export const on = (name, handler, target = document) => target.addEventListener(name, handler);

export const isSeen = (element) => element.getClientRects().length > 0 && !element.closest("[hidden], [inert]");
export const isTyping = (element) => element.matches?.("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox], [type=button], [type=submit])");
export const wide = matchMedia("(min-width: 80rem)");

// A template in the page, with the words it needs in the reader's language.
export const words = (name) => document.body.dataset[name] ?? "";

export function toast(text, kind = "check", warn = false) {
  const made = one("#toast-mould")?.content.firstElementChild.cloneNode(true);
  if (!made) return;
  made.classList.toggle("warn", warn);
  one("p", made).textContent = text;
  one("use", made).setAttribute("href", one("use", made).getAttribute("href").replace(/#.*/, `#${kind}`));
  one("#notices").append(made);
  fade(made);
}

export function fade(element) {
  if (element.dataset.fading) return;
  element.dataset.fading = "1";
  setTimeout(() => element.remove(), element.classList.contains("warn") ? 14000 : 7000);
}
