import { troubleText } from "../shared/error_text.js";
import { Trouble } from "../shared/errors.js";
import { getMessage } from "../shared/i18n.js";
import { ask } from "../shared/messages.js";
import { byId } from "../shared/page.js";

/** The addresses at which the extension works beside the portal's own. */

/** Shows them. */
export async function start() {
  byId("add").onclick = () => addAddress(byId("address").value.trim());
  show(await ask("addresses", null));
}

/** Called straight from a click: the browser may have to ask. @param {string} address */
export async function addAddress(address) {
  const state = byId("address-state");
  state.hidden = true;
  try {
    const url = URL.canParse(address) ? new URL(address) : null;
    if (url?.protocol === "http:" && url.hostname === "localhost") {
      await chrome.permissions.request({ origins: ["http://localhost/*"] });
    }
    show(await ask("add_address", { address }));
    byId("address").value = "";
  } catch (error) {
    state.textContent = troubleText(Trouble.from(error));
    state.hidden = false;
  }
}

/** @param {string[]} addresses */
function show(addresses) {
  byId("addresses").replaceChildren(
    ...addresses.map((address) => {
      const row = document.createElement("li");
      const remove = document.createElement("button");
      remove.type = "button";
      remove.textContent = getMessage("remove");
      remove.setAttribute("aria-label", getMessage("remove_address", address));
      remove.onclick = async () => {
        show(await ask("remove_address", { address }));
        byId("address").focus(); // the button that was in focus is gone
      };
      row.append(address, remove);
      return row;
    }),
  );
}
