// The model as diagrams, which the service draws: the vault, and what feeds it. Each box is a button.

import { element } from "/page/format.js";

/** @param open called with the kind and the name of a box that was chosen */
export function draw(target, text, open) {
  const picture = document.importNode(new DOMParser().parseFromString(text, "image/svg+xml").documentElement, true);
  picture.setAttribute("role", "group");
  for (const node of picture.querySelectorAll(".node")) {
    const { kind, name } = node.dataset;
    const choose = () => open(kind, name);
    node.setAttribute("tabindex", 0);
    node.setAttribute("role", "button");
    node.setAttribute("aria-label", `${kind} ${name}`);
    node.addEventListener("click", choose);
    node.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        choose();
      }
    });
  }
  target.replaceChildren(picture);
}

/** Everything of one hub, link or satellite: what feeds it, its tables with their columns, and its satellites'. */
export function describe(model, name) {
  const satellites = model.satellites.filter((satellite) => satellite.parent === name).map((satellite) => satellite.name);
  const tables = model.tables.filter((table) => table.element === name || satellites.includes(table.element));
  const feeding = model.sources.filter((source) => source.targets.includes(name)).map((source) => source.table);
  const feeds = model.sources.flatMap((source) => source.feeds.filter((feed) => feed.element === name).map((feed) => [source.table, feed.from, feed.to]));
  return [
    element("p", { class: "hint" }, `Fed by ${feeding.join(", ") || "no table"}.`),
    ...(feeds.length ? [columns(["Table", "Column", "Feeds"], feeds)] : []),
    ...tables.flatMap((table) => [
      element("h3", {}, `${model.schema}.${table.name} (${table.kind})`),
      element("p", { class: "hint" }, table.comment ?? ""),
      columns(["Column", "Type", ""], table.columns.map((column) => [column.name, column.type, column.comment ?? ""])),
    ]),
  ];
}

function columns(heads, rows) {
  return element("table", {},
    element("thead", {}, element("tr", {}, ...heads.map((head) => element("th", { scope: "col" }, head)))),
    element("tbody", {}, ...rows.map((row) => element("tr", {}, ...row.map((cell) => element("td", {}, cell))))));
}
