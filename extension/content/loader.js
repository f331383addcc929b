// The only classic script: browsers load no content script as a module, but let it import modules.
import(chrome.runtime.getURL("content/main.js")).then((main) => main.start());
