/**
 * @param {number} ms Infinity: until the signal
 * @param {AbortSignal} signal
 * @returns {Promise<null>} rejected with the signal's reason when it comes first
 */
export function delay(ms, signal) {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const timer = Number.isFinite(ms) ? setTimeout(() => resolve(null), ms) : 0;
    signal.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        reject(signal.reason);
      },
      { once: true },
    );
  });
}
