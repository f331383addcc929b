/**
 * The words on screen, all from _locales.
 *
 * @param {string} key
 * @param {...(string | number)} facts fill $1, $2, ...
 * @returns {string}
 */
export function words(key, ...facts) {
  const text = chrome.i18n.getMessage(key, facts.map(String));
  if (!text) throw new Error(`_locales has no words for ${key}`);
  return text;
}
