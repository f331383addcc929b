/** One refund, one thing at a time: a click, a page that looks, and a round of sending may come together. */

/** The last turn of each refund, by request_id. @type {Map<string, Promise<unknown>>} */
const turns = new Map();

/**
 * @template T
 * @param {string} request_id
 * @param {() => Promise<T>} work begun when all that came before it is over, whatever came of that
 * @returns {Promise<T>}
 */
export function alone(request_id, work) {
  const turn = (turns.get(request_id) ?? Promise.resolve()).then(work, work);
  turns.set(request_id, turn);
  const over = () => {
    if (turns.get(request_id) === turn) turns.delete(request_id);
  };
  turn.then(over, over);
  return turn;
}
