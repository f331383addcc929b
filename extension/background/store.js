/**
 * The background's own database. Content scripts cannot read it, which storage.local would let them; the secret lies here.
 *
 * @typedef {"settings" | "drafts" | "outgoing" | "watched"} Shelf
 */
const NAME = "jet-refunds";
const VERSION = 2;
/** @type {readonly Shelf[]} */
const SHELVES = ["settings", "drafts", "outgoing", "watched"];

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = ({ oldVersion }) => {
      if (oldVersion < 1) for (const shelf of SHELVES) request.result.createObjectStore(shelf);
      else request.transaction?.objectStore("settings").delete("token"); // by which a browser was known once
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * @template T
 * @param {Shelf} shelf
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} work
 * @returns {Promise<T>} when it is on disk
 */
async function within(shelf, mode, work) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(shelf, mode, { durability: "strict" });
      const request = work(transaction.objectStore(shelf));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/** @param {Shelf} shelf @param {IDBValidKey} key @returns {Promise<any>} undefined where there is nothing */
export function read(shelf, key) {
  return within(shelf, "readonly", (store) => store.get(key));
}

/** @param {Shelf} shelf @returns {Promise<any[]>} */
export function readAll(shelf) {
  return within(shelf, "readonly", (store) => store.getAll());
}

/** @param {Shelf} shelf @param {IDBValidKey} key @param {unknown} value */
export async function write(shelf, key, value) {
  await within(shelf, "readwrite", (store) => store.put(value, key));
}

/** @param {Shelf} shelf @param {IDBValidKey} key */
export async function remove(shelf, key) {
  await within(shelf, "readwrite", (store) => store.delete(key));
}

/** @param {Shelf} shelf */
export async function clear(shelf) {
  await within(shelf, "readwrite", (store) => store.clear());
}
