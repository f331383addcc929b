import { Table } from "antd";
import { rowsOf } from "../drawing/rows.js";

const columns = ["path", "value"].map((name) => ({ title: name, dataIndex: name, render: (shown) => String(shown) }));
import { render } from "../drawing/react.js";

export const viewer = {
  depths: ["default"],
  mount: (place, text, value) => render(place, Table, { columns, dataSource: rowsOf(value), rowKey: "path" }),
};
