/** All that is read of an order, wherever it stands in it. What else is there may be the buyer's, and is not named. */
export const READ_KEYS = new Set([
  ...["merchant_order_id", "reference_order_id", "status", "exception_state", "order_placed_date", "order_totals"],
  ...["order_items", "order_item_id", "merchant_sku", "product_title", "request_order_quantity"],
  ...["request_order_cancel_qty", "item_price", "base_price", "item_tax", "item_shipping_cost", "item_shipping_tax"],
  ...["price_adjustment", "principal", "tax", "shipping_cost", "shipping_tax", "shipments", "shipment_items"],
  ...["response_shipment_sku_quantity", "response_shipment_cancel_qty"],
]);

/** Of these a blank value is one that is folded away; of others it is an empty text. */
export const NEVER_BLANK = new Set([
  ...["merchant_order_id", "order_items", "order_item_id", "item_price", "order_totals"],
  ...["price_adjustment", "shipments", "shipment_items"],
]);

/** Of these nothing at all is nothing that is shown. */
export const NEVER_EMPTY = new Set(["order_items", "item_price", "order_totals"]);
