import { translate } from "../shared/page.js";
import { runFlow } from "./flow.js";
import { connectOpener } from "./opener.js";
import { openPanel } from "./widgets/panel.js";

translate();
const panel = openPanel();
void connectOpener(panel).then((opener) => runFlow(panel, opener));
