import { getMessage } from "../shared/i18n.js";
import { runFlow } from "./flow.js";
import { connectOpener } from "./opener.js";
import { openPanel } from "./widgets/panel.js";

document.title = getMessage("extension_name");
document.documentElement.lang = getMessage("language");
const panel = openPanel();
void connectOpener(panel).then((opener) => runFlow(panel, opener));
