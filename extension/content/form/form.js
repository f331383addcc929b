import { sum } from "../../shared/money.js";
import { el } from "../panel/elements.js";
import { itemGroup } from "./item.js";
import { READING, readingQuestion, showWarnings } from "./questions.js";

/**
 * The form: the items, the question that prices may raise, the warnings to confirm.
 *
 * @typedef {import("../../shared/documents.d.ts").Standing} Standing
 * @typedef {import("../../shared/documents.d.ts").Finding} Finding
 * @typedef {import("../../shared/documents.d.ts").Judgement} Judgement
 * @typedef {import("../../shared/messages.js").Draft} Draft
 * @typedef {import("../../shared/documents.d.ts").Order} Order
 *
 * @typedef {object} Form
 * @property {HTMLElement} element
 * @property {() => import("../../shared/messages.js").EnteredLine[]} lines of the items that are chosen
 * @property {() => string[]} confirmed
 * @property {() => string[]} readings the part of confirmed that says how prices are to be read
 * @property {() => string | null} total of what is typed; null: nothing chosen, or not all of it amounts
 * @property {() => Draft} draft
 * @property {(judgement: Judgement) => void} judged
 * @property {(warnings: Finding[]) => void} ask shows what must be confirmed
 * @property {(errors: Finding[], insist: boolean) => void} blame
 * @property {() => void} lookAtFirstError
 * @property {() => void} lookAtFirstChoice
 */

const UNCLEAR = "price_basis_unknown";

/**
 * @param {Order} order
 * @param {Standing} standing
 * @param {Draft | null} draft
 * @param {() => void} changed
 * @returns {Form}
 */
export function refundForm(order, standing, draft, changed) {
  const refundable = standing.items.filter((item) => item.refundable_quantity > 0);
  const items = standing.items.map((item) =>
    itemGroup(item, standing, {
      draft: draft?.items[item.order_item_id] ?? null,
      chosen: refundable.length === 1,
      changed,
    }),
  );
  const confirmed = new Set(draft?.confirmed ?? []);
  const general = el("div", { class: "error-list", role: "alert" });
  const question = readingQuestion(standing, confirmed, () => {
    question?.classList.remove("unanswered");
    readPrices();
    changed();
  });
  const warnings = el("div", { class: "warnings" });
  const element = el("div", { class: "form" }, general, question, ...items.map((item) => item.element), warnings);

  const readings = () => (question ? Object.values(READING).filter((code) => confirmed.has(code)) : []);
  const readPrices = () => {
    const reading = confirmed.has(READING.line) ? "line" : confirmed.has(READING.unit) ? "unit" : null;
    for (const item of items) if (item.unclear()) item.read(reading);
  };
  const lines = () => items.filter((item) => item.chosen()).map((item) => item.line());
  const warn = (/** @type {Finding[]} */ found) => {
    const wanted = found.filter((one) => one.code !== UNCLEAR);
    showWarnings(warnings, wanted, confirmed, changed);
  };

  if (confirmed.has(READING.unit) || confirmed.has(READING.line)) readPrices();
  warn(standing.warnings);

  return {
    element,
    lines,
    readings,
    confirmed: () => [
      ...readings(),
      ...[...warnings.querySelectorAll("input")].filter((box) => box.checked).map((box) => box.value),
    ],
    total: () => {
      const some = lines();
      return some.length ? sum(some.flatMap((line) => Object.values(line.refund_amount))) : null;
    },
    draft: () => ({
      items: Object.fromEntries(items.map((item) => [item.id, item.draft()])),
      confirmed: [...confirmed],
      status: order.status_source === "seller" ? order.status : null,
    }),
    judged: (judgement) => {
      for (const item of items) item.full(judgement.lines.find((line) => line.order_item_id === item.id)?.full ?? null);
      warn(judgement.warnings);
    },
    ask: warn,
    blame: (errors, insist) => {
      for (const item of items) item.forgive();
      /** @type {string[]} */
      const rest = [];
      for (const error of errors) {
        if (error.code === UNCLEAR && question) question.classList.toggle("unanswered", insist);
        const [, list, at, place = ""] = /^\/(lines|order\/order_items)\/(\d+)\/?(.*)$/.exec(error.pointer) ?? [];
        const id =
          list === "lines"
            ? lines()[Number(at)]?.order_item_id
            : list
              ? order.order_items[Number(at)]?.order_item_id
              : undefined;
        const item = items.find((one) => one.id === id);
        if (item) item.blame(place, error, insist);
        else if (insist || error.pointer !== "/confirmed") rest.push(error.message);
      }
      general.replaceChildren(...[...new Set(rest)].map((message) => el("p", { class: "error" }, message)));
    },
    lookAtFirstChoice: () => items.find((item) => item.chosen())?.look(),
    lookAtFirstError: () => {
      const first = /** @type {HTMLElement | null} */ (
        element.querySelector(
          '[aria-invalid="true"], .unanswered input, .warnings input:not(:checked), .error:not([hidden])',
        )
      );
      first?.focus();
      first?.scrollIntoView({ block: "center" });
    },
  };
}
