import SwaggerUI from "swagger-ui-dist/swagger-ui-es-bundle.js";
import "swagger-ui-dist/swagger-ui.css";

/** As the response's example of an interface's description. */
export const viewer = {
  depths: ["default"],
  mount(place, text, value) {
    const answer = { description: "The order", content: { "application/json": { example: value } } };
    const paths = { "/orders/withShipmentDetail": { get: { responses: { 200: answer } } } };
    const spec = { openapi: "3.0.0", info: { title: "Orders", version: "1" }, paths };
    SwaggerUI({ domNode: place, spec, docExpansion: "full" });
  },
};
