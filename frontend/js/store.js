// Reports kept on this phone until they are sent: IndexedDB, shared by the page and the service worker.
// One item: { key, state: draft | waiting | refused | sent, values, photos: [{ name, blob }], changed_at, … }.
const NAME = "kentongan", STORE = "outbox";
const WEEK = 7 * 24 * 3600 * 1000;
export const channel = () => new BroadcastChannel("kentongan-outbox");

function opened() {
  return new Promise((done, fail) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "key" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
}

async function run(mode, act) {
  const base = await opened();
  try {
    return await new Promise((done, fail) => {
      const work = base.transaction(STORE, mode);
      const asked = act(work.objectStore(STORE));
      work.oncomplete = () => done(asked.result);
      work.onerror = work.onabort = () => fail(work.error);
    });
  } finally {
    base.close();
  }
}

export const get = (key) => run("readonly", (store) => store.get(key));
export const put = (item) => run("readwrite", (store) => store.put({ ...item, changed_at: Date.now() }));
export const drop = (key) => run("readwrite", (store) => store.delete(key));

// All of them, the newest first; what lay here for seven days is gone.
export async function all() {
  const items = await run("readonly", (store) => store.getAll());
  const old = items.filter((item) => Date.now() - item.changed_at > WEEK);
  for (const item of old) await drop(item.key);
  return items.filter((item) => !old.includes(item)).sort((a, b) => b.changed_at - a.changed_at);
}

// The key is the report's external id: the server takes it once, however often it is sent.
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(18));
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_");
}
