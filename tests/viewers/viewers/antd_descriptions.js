import { Descriptions } from "antd";
import { rowsOf } from "../drawing/rows.js";

const entry = ({ path, value }) => ({ key: path, label: path, children: String(value) });
import { render } from "../drawing/react.js";

export const viewer = {
  depths: ["default"],
  mount: (place, text, value) =>
    render(place, Descriptions, { bordered: true, column: 1, items: rowsOf(value).map(entry) }),
};
