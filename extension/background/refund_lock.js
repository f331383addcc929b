/** A refund's lock: a click, a page that asks, and the poller that sends again may come together, and wait for each other. */

/** The last work under each refund's lock, by request_id. @type {Map<string, Promise<unknown>>} */
const lastWork = new Map();

/**
 * @template T
 * @param {string} request_id
 * @param {() => Promise<T>} work begun when all that came before it is over, whatever came of that
 * @returns {Promise<T>} what the work gives
 */
export function withRefundLock(request_id, work) {
  const result = (lastWork.get(request_id) ?? Promise.resolve()).then(work, work);
  lastWork.set(request_id, result);
  const over = () => {
    if (lastWork.get(request_id) === result) lastWork.delete(request_id);
  };
  result.then(over, over);
  return result;
}
