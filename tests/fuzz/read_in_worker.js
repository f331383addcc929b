import { workerData } from "node:worker_threads";
import { readOrders } from "./order_text.js";

/** One text in a thread of its own, whose memory order_text.test.js bounds: what fails ends it. */

readOrders(workerData);
