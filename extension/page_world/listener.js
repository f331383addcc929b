/**
 * The extension's ear in the page's own world, where the answers that the page fetches can be heard. It does nothing until
 * portal/raw_data/overheard.js says LISTEN, which it does when the extension clicks "View raw data"; then it hands over
 * the text of each answer in which an order document may stand, and after LISTEN_MS, or on REST, the page is as it was.
 *
 * It hands over nothing but text that the page has, and takes nothing from the extension but the time to listen: a page's
 * script that calls it, or answers in its stead, learns and can do no more than without it.
 *
 * A classic script: browsers load no module into a page's world. All that it calls was taken before a script of the page ran.
 */
(() => {
  const LISTEN = "jet-refunds-listen";
  const REST = "jet-refunds-rest";
  const HEARD = "jet-refunds-heard";
  const LISTEN_MS = 12_000;
  const LARGEST = 8_000_000; // characters of an answer
  const REQUIRED_KEYS = ["merchant_order_id", "order_items"]; // as parse/orders_in_text.js has them
  const NO_TEXT = /^(?:text\/event-stream|(?:image|video|audio|font)\/)/i;

  const { apply, get } = Reflect;
  const { Proxy, CustomEvent, TextDecoder, ArrayBuffer, Blob, JSON, WeakSet } = globalThis;
  const { clone } = Response.prototype;
  const { addEventListener, dispatchEvent } = EventTarget.prototype;
  const later = globalThis.setTimeout;
  const notSooner = globalThis.clearTimeout;

  /** Whether an order document may stand in it. @param {string} text */
  const mentionsOrder = (text) => text.length <= LARGEST && REQUIRED_KEYS.every((key) => text.includes(key));

  /** @param {unknown} text */
  function handOver(text) {
    if (!restore || typeof text !== "string" || !mentionsOrder(text)) return;
    apply(dispatchEvent, document, [new CustomEvent(HEARD, { detail: text })]);
  }

  /** @type {WeakSet<Response>} */
  const heard = new WeakSet();

  /** @param {Response} response whose body the page is about to read */
  function hearResponse(response) {
    if (heard.has(response) || response.bodyUsed || NO_TEXT.test(response.headers.get("Content-Type") ?? "")) return;
    heard.add(response);
    const copy = apply(clone, response, []);
    heard.add(copy);
    void textOf(copy).then(handOver, () => {}); // an answer that breaks off: the page is told, too
  }

  /** @param {Response} response @returns {Promise<string>} as much of it as may hold an order */
  async function textOf(response) {
    const reader = response.body?.getReader();
    const decoder = new TextDecoder();
    let text = "";
    while (reader && restore && text.length <= LARGEST) {
      const { done, value } = await reader.read();
      text += decoder.decode(value, { stream: !done });
      if (done) return text;
    }
    await reader?.cancel();
    return "";
  }

  /** @param {XMLHttpRequest} request that has its answer */
  function hearRequest(request) {
    const { responseType } = request;
    if (responseType === "" || responseType === "text") return handOver(request.responseText);
    if (responseType === "json") return handOver(JSON.stringify(request.response));
    if (request.response instanceof ArrayBuffer) return handOver(new TextDecoder().decode(request.response));
    if (request.response instanceof Blob) void request.response.text().then(handOver);
  }

  /**
   * @param {any} prototype
   * @param {string} name of a method or a getter
   * @param {(self: any) => void} before
   * @returns {() => void} puts back what was there
   */
  function preceded(prototype, name, before) {
    const descriptor = Object.getOwnPropertyDescriptor(prototype, name);
    if (!descriptor?.configurable) return () => {};
    const kind = descriptor.get ? "get" : "value";
    const native = get(descriptor, kind);
    const listening = new Proxy(native, {
      apply(target, self, args) {
        try {
          before(self);
        } catch {
          // The page calls it with what it is not made for, and is told so by the browser.
        }
        return apply(target, self, args);
      },
    });
    Object.defineProperty(prototype, name, { ...descriptor, [kind]: listening });
    return () => {
      const now = Object.getOwnPropertyDescriptor(prototype, name);
      if (now && get(now, kind) === listening) Object.defineProperty(prototype, name, descriptor);
    };
  }

  /** While it listens: puts the page back as it was. @type {(() => void) | null} */
  let restore = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let end;

  function listen() {
    notSooner(end);
    end = later(rest, LISTEN_MS);
    if (restore) return;
    const put = [
      ...["arrayBuffer", "blob", "body", "bytes", "json", "text"].map((name) =>
        preceded(Response.prototype, name, hearResponse),
      ),
      preceded(XMLHttpRequest.prototype, "send", (request) => {
        apply(addEventListener, request, ["load", () => hearRequest(request), { once: true }]);
      }),
    ];
    restore = () => put.forEach((back) => back());
  }

  function rest() {
    notSooner(end);
    restore?.();
    restore = null;
  }

  apply(addEventListener, document, [LISTEN, listen]);
  apply(addEventListener, document, [REST, rest]);
})();
