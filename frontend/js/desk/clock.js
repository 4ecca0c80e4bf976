// The city's clock in the bar, from the server's moment: it may be moved, and this machine's may be wrong.
import { all, on } from "./dom.js";

function start() {
  for (const clock of all("[data-clock]")) {
    const ahead = Date.parse(clock.dataset.clock) - Date.now();
    const format = new Intl.DateTimeFormat(document.documentElement.lang === "id" ? "id-ID" : "en-GB", { hour: "2-digit", minute: "2-digit", timeZone: clock.dataset.zone });
    const tick = () => { clock.firstChild.data = format.format(new Date(Date.now() + ahead)); };
    setInterval(tick, 5000);
  }
}
on("DOMContentLoaded", start);
