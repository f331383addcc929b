import renderjson from "renderjson";

export const viewer = {
  depths: ["default", "open"],
  mount(place, text, value, depth) {
    renderjson.set_show_to_level(depth === "open" ? "all" : 0);
    place.append(renderjson(value));
  },
};
