import { PARTS } from "../shared/documents.js";
import { tidy } from "../shared/money.js";
import { words } from "../shared/words.js";
import { button, el, freshId } from "./elements.js";
import { choice, field, moneyInput, quantityInput, select } from "./fields.js";

/**
 * One item of the order in the form. It calculates nothing: amounts are those that the helper gave for the quantity.
 *
 * @typedef {import("../shared/documents.js").StandingItem} StandingItem
 * @typedef {import("../shared/documents.js").Standing} Standing
 * @typedef {import("../shared/documents.js").Line} Line
 * @typedef {import("../shared/messages.js").ItemDraft} ItemDraft
 * @typedef {"unit" | "line" | null} Reading
 *
 * @typedef {object} Item
 * @property {string} id
 * @property {HTMLElement} element
 * @property {() => boolean} chosen
 * @property {() => Line} line
 * @property {() => ItemDraft} draft
 * @property {() => boolean} unclear whether its prices can be read in two ways
 * @property {(reading: Reading) => void} read
 * @property {(full: boolean | null) => void} full what the helper says; null: not known
 * @property {(place: string, error: import("../shared/documents.js").Finding, insist: boolean) => void} blame insist: also where
 *   nothing was typed yet
 * @property {() => void} look
 * @property {() => void} forgive
 */

/**
 * @param {StandingItem} item
 * @param {Standing} standing
 * @param {{draft: ItemDraft | null, chosen: boolean, changed: () => void}} more
 * @returns {Item}
 */
export function itemGroup(item, standing, { draft, chosen, changed }) {
  const factsId = freshId();
  const titleId = freshId();
  const can = item.refundable_quantity > 0;
  const tick = choice("checkbox", words("refund_this_item"), { checked: can && (draft?.chosen ?? chosen) });
  const about = { describedBy: factsId };
  const fields = {
    total_quantity_returned: field(words("total_quantity_returned"), quantityInput(item.returnable_quantity), about),
    order_return_refund_qty: field(words("order_return_refund_qty"), quantityInput(item.refundable_quantity), about),
    refund_reason: field(words("refund_reason"), select(words("choose_a_reason"), standing.refund_reasons.map((one) => one.refund_reason)), { kind: "wide" }),
    refund_feedback: field(words("refund_feedback"), select(words("choose_why"), standing.refund_feedbacks.map((one) => one.refund_feedback)), { kind: "wide" }),
    notes: field(words("notes"), el("textarea", { rows: 1, maxlength: 1000 }), { kind: "wide" }),
    principal: field(words("principal"), moneyInput()),
    tax: field(words("tax"), moneyInput()),
    shipping_cost: field(words("shipping_cost"), moneyInput()),
    shipping_tax: field(words("shipping_tax"), moneyInput()),
  };
  /** @type {Record<string, import("./fields.js").Field<any>>} */
  const byName = fields;
  /** @type {Reading} */
  let reading = null;
  /** @type {boolean | null} */
  let fullByHelper = null;
  const control = (/** @type {string} */ name) => byName[name].control;

  const amounts = () => {
    const table = (reading && item.readings?.[reading]) || item.amounts;
    return table.find((one) => String(one.order_return_refund_qty) === control("order_return_refund_qty").value)?.refund_amount ?? null;
  };
  const isFull = () => {
    const all = amounts();
    return fullByHelper ?? (all === null || PARTS.every((part) => tidy(control(part).value) === all[part]));
  };
  const nothingReturned = () => standing.refund_reasons.some((one) => one.refund_reason === control("refund_reason").value && one.nothing_returned);

  const followQuantity = () => {
    const all = amounts();
    for (const part of PARTS) if (all && !byName[part].touched) control(part).value = all[part];
    if (!fields.total_quantity_returned.touched) {
      const wanted = Number(control("order_return_refund_qty").value);
      control("total_quantity_returned").value = String(nothingReturned() ? 0 : Math.min(wanted, item.returnable_quantity));
    }
  };
  const useFull = button(words("use_full_amounts"), "quiet", () => {
    for (const part of PARTS) byName[part].touched = false;
    followQuantity();
    update();
  });
  const details = el(
    "div",
    { class: "details" },
    el("div", { class: "row" }, fields.total_quantity_returned.element, fields.order_return_refund_qty.element),
    el("div", { class: "row four" }, ...PARTS.map((part) => byName[part].element)),
    ...PARTS.map((part) => byName[part].error), // below all four: a quarter of the width is no place for a sentence
    useFull,
    fields.refund_feedback.element,
    fields.notes.element,
  );
  const error = el("p", { class: "error", hidden: true });
  const element = el(
    "div",
    { class: "item", role: "group", "aria-labelledby": titleId },
    el("h3", { id: titleId, title: item.product_title }, item.product_title),
    item.merchant_sku ? el("p", { class: "facts" }, words("sku", item.merchant_sku)) : null,
    el("p", { class: "facts", id: factsId }, ...facts(item)),
    can ? tick.element : el("p", { class: "nothing-left" }, words("nothing_left")),
    can ? fields.refund_reason.element : null,
    can ? details : null,
    error,
  );

  const arrange = () => {
    const all = amounts();
    details.hidden = !tick.control.checked;
    element.classList.toggle("chosen", tick.control.checked);
    fields.refund_feedback.element.hidden = isFull();
    useFull.hidden = all === null || PARTS.every((part) => tidy(control(part).value) === all[part]);
    for (const option of fields.refund_feedback.control.options) {
      option.disabled = standing.refund_feedbacks.some((one) => one.refund_feedback === option.value && one.not_with.includes(control("refund_reason").value));
    }
  };
  const update = () => {
    fullByHelper = null;
    arrange();
    changed();
  };

  fill(byName, draft, item);
  if (!draft) followQuantity();
  arrange();

  element.addEventListener("input", ({ target }) => {
    if (target === control("refund_reason") && control("refund_reason").value) tick.control.checked = true;
    if (target === control("refund_reason") || target === control("order_return_refund_qty")) followQuantity();
    update();
  });
  for (const part of PARTS) control(part).addEventListener("blur", () => void (control(part).value = tidy(control(part).value)));

  return {
    id: item.order_item_id,
    element,
    chosen: () => can && tick.control.checked,
    line: () => ({
      order_item_id: item.order_item_id,
      total_quantity_returned: whole(control("total_quantity_returned").value),
      order_return_refund_qty: whole(control("order_return_refund_qty").value),
      refund_reason: control("refund_reason").value,
      refund_feedback: isFull() ? null : control("refund_feedback").value || null,
      notes: control("notes").value,
      refund_amount: amountOf((part) => tidy(control(part).value)),
    }),
    draft: () => ({
      chosen: tick.control.checked,
      total_quantity_returned: control("total_quantity_returned").value,
      order_return_refund_qty: control("order_return_refund_qty").value,
      refund_reason: control("refund_reason").value,
      refund_feedback: control("refund_feedback").value,
      notes: control("notes").value,
      refund_amount: amountOf((part) => control(part).value),
      touched: Object.keys(byName).filter((name) => byName[name].touched),
    }),
    unclear: () => item.readings !== null,
    read: (chosen) => {
      reading = chosen;
      followQuantity();
      arrange();
    },
    full: (full) => {
      fullByHelper = full;
      arrange();
    },
    blame: (place, { code, message }, insist) => {
      const [name, part] = place.split("/");
      const wanted = part ?? name;
      const blamed = byName[wanted];
      if (!blamed) {
        error.textContent = message;
        error.hidden = false;
      } else if (insist || blamed.touched || blamed.control.value !== "") {
        blamed.blame(code === "not_valid" ? words(`wrong_${wanted}`) : message);
      }
    },
    look: () => fields.refund_reason.control.focus({ preventScroll: true }),
    forgive: () => {
      error.hidden = true;
      for (const one of Object.values(byName)) one.blame(null);
    },
  };
}

/** @param {Record<string, import("./fields.js").Field<any>>} fields @param {ItemDraft | null} draft @param {StandingItem} item */
function fill(fields, draft, item) {
  if (!draft) {
    fields.order_return_refund_qty.control.value = String(item.refundable_quantity);
    return;
  }
  const { refund_amount, touched, ...typed } = draft;
  for (const [name, value] of Object.entries({ ...typed, ...refund_amount })) {
    if (fields[name]) fields[name].control.value = value;
  }
  for (const name of touched) if (fields[name]) fields[name].touched = true;
}

/** @param {(part: import("../shared/documents.js").Part) => string} of @returns {import("../shared/documents.js").RefundAmount} */
function amountOf(of) {
  return { principal: of("principal"), tax: of("tax"), shipping_cost: of("shipping_cost"), shipping_tax: of("shipping_tax") };
}

/** @param {string} typed @returns {number | string | null} */
function whole(typed) {
  if (typed === "") return null;
  return /^\d{1,9}$/.test(typed) ? Number(typed) : typed;
}

/** @param {StandingItem} item */
function facts(item) {
  const said = [words("ordered", item.request_order_quantity)];
  if (item.request_order_cancel_qty) said.push(words("cancelled_units", item.request_order_cancel_qty));
  if (item.shipped_quantity !== null) said.push(words("shipped", item.shipped_quantity));
  said.push(words("already_refunded", item.refunded_quantity), words("refundable", item.refundable_quantity));
  return said.flatMap((one, at) => [at ? " \u00b7 " : "", el("span", {}, one)]);
}
