import JSONFormatter from "json-formatter-js";

export const viewer = {
  depths: ["default", "folded", "open"],
  mount(place, text, value, depth) {
    place.append(new JSONFormatter(value, { folded: 0, default: 1, open: Infinity }[depth]).render());
  },
};
