/** The other extension on the portal's page, which it may read and change like any extension that is allowed there. */

const REACH = ["pointerdown", "mousedown", "pointerup", "mouseup", "click"];

/** @type {Record<string, (...words: any[]) => Promise<unknown>>} */
const attempts = {
  page: async () => chrome.runtime.getURL("page.html"),

  fetch: async (address, init) => {
    const response = await fetch(address, init);
    return { status: response.status, text: await response.text() };
  },

  /** Extensions may look into closed shadow roots. Presses whatever is there. */
  press: async () => {
    const pressed = [];
    for (const host of document.querySelectorAll("[data-jet-refunds]")) {
      const root = chrome.dom?.openOrClosedShadowRoot(host) ?? host.openOrClosedShadowRoot;
      for (const button of root.querySelectorAll("button")) {
        button.click();
        for (const type of REACH) button.dispatchEvent(new MouseEvent(type, { bubbles: true, composed: true }));
        for (const type of ["keydown", "keypress", "keyup"]) {
          button.dispatchEvent(new KeyboardEvent(type, { key: "Enter", bubbles: true }));
        }
        pressed.push(button.textContent);
      }
    }
    return pressed;
  },

  /** Uses our modules, which pages of the portal can load. */
  use: async (address, name, body) => {
    const { ask } = await import(address);
    return ask(name, body);
  },

  stores: async () => (await indexedDB.databases()).map((one) => one.name),
};

document.addEventListener("try", async () => {
  const place = document.documentElement;
  const { attempt, words } = JSON.parse(place.dataset.try ?? "");
  const late = new Promise((_, reject) => setTimeout(reject, 1_500, new Error("no answer")));
  const answer = await Promise.race([attempts[attempt](...words), late]).then(
    (got) => ({ got: got ?? null }),
    (error) => ({ refused: String(error) }),
  );
  place.dataset.came = JSON.stringify(answer);
});
document.documentElement.dataset.another = "ready";
