// Sends what waits, one after the other; page and service worker may both try, a lock lets one at a time.
import { all, channel, get, put } from "./store.js";

const ADDRESS = "/lapor/kirim/";

function packed(item) {
  const form = new FormData();
  form.append("key", item.key);
  for (const [name, value] of Object.entries(item.values)) form.append(name, value);
  for (const photo of item.photos) form.append("photos", photo.blob, photo.name);
  return form;
}

// True where the next one may be tried: the line is there and the server has time.
async function sendOne(item) {
  let answer, said = {};
  try {
    answer = await fetch(ADDRESS, {
      method: "POST",
      body: packed(item),
      headers: { Accept: "application/json", "X-Kentongan-Outbox": "1" },
      credentials: "omit",
    });
    said = await answer.json();
  } catch {
    return false;
  }
  const now = await get(item.key);
  if (answer.ok) {
    // Nothing of what was told stays: only what the reporter must write down.
    await put({ key: item.key, state: "sent", code: said.code, pin: said.pin, alarms: said.alarms, values: {}, photos: [] });
  } else if (answer.status >= 500 || answer.status === 429) {
    return false;
  } else if (now?.state === "waiting") {
    await put({ ...now, state: "refused", errors: said.errors ?? {} });
  }
  channel().postMessage("changed");
  return true;
}

async function sendWaiting() {
  for (const item of await all()) {
    if (item.state === "waiting" && !(await sendOne(item))) return;
  }
}

export async function sendAll() {
  if (!navigator.locks) return sendWaiting();
  return navigator.locks.request("kentongan-outbox", sendWaiting);
}
