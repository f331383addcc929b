/**
 * Whether a person could see all of an element, at the same place, for a while before a click. Where the browser tells
 * (IntersectionObserver v2), nothing covers or alters it, wherever that comes from; where it does not, content/rest.js looks
 * for what may cover the panel.
 */

const REST_MS = 500;
const LOOK_MS = 100;
const AGAIN_MS = 400;

/**
 * @param {HTMLElement} element
 * @returns {{wasSeen: () => boolean, begin: () => void}} wasSeen: until now, since it lies so; begin: another thing is to be seen
 */
export function watchVisibility(element) {
  let since = performance.now();
  let place = "";
  let visible = !("isVisible" in IntersectionObserverEntry.prototype);
  const look = () => {
    const { offsetLeft, offsetTop, offsetWidth, offsetHeight } = element; // scrolling is the seller's own doing
    const now = [offsetLeft, offsetTop, offsetWidth, offsetHeight].join();
    if (now !== place || !visible) since = performance.now();
    place = now;
  };
  const told = (/** @type {IntersectionObserverEntry[]} */ entries) => {
    look();
    const { isVisible, intersectionRatio } = /** @type {IntersectionObserverEntry & {isVisible: boolean}} */ (
      entries.at(-1)
    );
    visible = isVisible && intersectionRatio > 0.99;
  };
  if (!visible) {
    const asked = { threshold: [0, 0.25, 0.5, 0.75, 1], trackVisibility: true, delay: LOOK_MS };
    const observer = new IntersectionObserver(told, /** @type {IntersectionObserverInit} */ (asked));
    const observe = () => {
      observer.disconnect();
      observer.observe(element);
    };
    observe();
    setInterval(() => visible || observe(), AGAIN_MS); // a tab that comes back to the front is told nothing by itself
  }
  setInterval(look, LOOK_MS);
  return {
    begin: () => void (since = performance.now()),
    wasSeen: () => {
      look();
      return performance.now() - since >= REST_MS;
    },
  };
}
