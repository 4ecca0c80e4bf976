// Acts open in a dialog; without JavaScript the same link leads to a page with the same form.
import htmx from "htmx.org";
import { on, one } from "./dom.js";

on("click", (event) => {
  const link = event.target.closest("a[data-dialog]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  link.closest("details.pops")?.removeAttribute("open");
  open(link.href);
});

export async function open(address) {
  const dialog = one("#dialog");
  // Asked by the dialog itself: a request of the page that is still under way does not queue it.
  await htmx.ajax("GET", address, { source: dialog, target: "#dialog", swap: "innerHTML" });
  if (!dialog.firstElementChild) return;
  if (!dialog.open) dialog.showModal();
  one("[autofocus], select, textarea, input:not([type=hidden])", dialog)?.focus();
}

on("click", (event) => {
  if (event.target.closest("[data-close]")) {
    event.preventDefault();
    event.target.closest("dialog").close();
  }
});
document.addEventListener("close", (event) => event.target.id === "dialog" && event.target.replaceChildren(), true);
on("acted", () => one("#dialog")?.close());
