/** A document as a table or a list shows it: a row for each value, with its path from the root. */
export function rowsOf(value, path = "") {
  if (value === null || typeof value !== "object") return [{ path, value }];
  return Object.entries(value).flatMap(([key, child]) =>
    rowsOf(child, Array.isArray(value) ? `${path}[${key}]` : path ? `${path}.${key}` : key),
  );
}

/** A document as a tree of nodes shows it: `shape(id, label, children or null)` makes a node. */
export function nodesOf(value, shape, parent = "$") {
  return Object.entries(value).map(([key, child]) => {
    const id = `${parent}.${key}`;
    const branch = child !== null && typeof child === "object";
    return shape(id, branch ? key : `${key}: ${JSON.stringify(child)}`, branch ? nodesOf(child, shape, id) : null);
  });
}

/** The ids of all nodes that have children. */
export function branchesOf(value, parent = "$") {
  if (value === null || typeof value !== "object") return [];
  return [parent, ...Object.entries(value).flatMap(([key, child]) => branchesOf(child, `${parent}.${key}`))];
}

/** The document as the lines of its indented text. */
export const linesOf = (value) => JSON.stringify(value, null, 2).split("\n");
