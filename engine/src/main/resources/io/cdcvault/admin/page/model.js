// The model as a diagram: hubs on an ellipse, links between them, each a button that shows its columns.

import { element } from "/page/format.js";

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 1000;
const HEIGHT = 520;

function svg(name, attributes, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function node(kind, name, under, { x, y }, open) {
  const width = Math.max(96, name.length * (kind === "link" ? 6.4 : 7.6) + 22);
  const height = kind === "link" ? 26 : 46;
  const group = svg("g", { class: `node ${kind}`, tabindex: 0, role: "button", "aria-label": `${kind} ${name}` },
    svg("rect", { x: x - width / 2, y: y - height / 2, width, height, rx: kind === "link" ? 13 : 10 }));
  const title = svg("text", { x, y: kind === "link" ? y + 4 : y - 2 });
  title.textContent = name;
  group.append(title);
  if (under) {
    const second = svg("text", { x, y: y + 15, class: "under" });
    second.textContent = under;
    group.append(second);
  }
  group.addEventListener("click", open);
  group.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      open();
    }
  });
  return group;
}

/** Hubs with many links come first, so that their links are short. */
function places(model) {
  const degree = (hub) => model.links.filter((link) => link.hubs.includes(hub.name)).length;
  const linked = (a, b) => model.links.some((link) => link.hubs.includes(a.name) && link.hubs.includes(b.name));
  const waiting = [...model.hubs].sort((a, b) => degree(a) - degree(b) || a.name.localeCompare(b.name));
  const order = [];
  while (waiting.length) {
    const last = order.at(-1);
    const next = (last && waiting.find((hub) => linked(last, hub))) ?? waiting[0];
    waiting.splice(waiting.indexOf(next), 1);
    order.push(next);
  }
  return new Map(order.map((hub, i) => {
    const angle = (2 * Math.PI * i) / order.length - Math.PI / 2;
    return [hub.name, { x: WIDTH / 2 + 390 * Math.cos(angle), y: HEIGHT / 2 + 215 * Math.sin(angle) }];
  }));
}

/** Links between the same hubs must not lie upon one another. */
function middle(link, at, taken) {
  const ends = link.hubs.map((hub) => at.get(hub));
  const place = { x: ends.reduce((sum, end) => sum + end.x, 0) / ends.length, y: ends.reduce((sum, end) => sum + end.y, 0) / ends.length };
  place.x += (WIDTH / 2 - place.x) * 0.12;
  place.y += (HEIGHT / 2 - place.y) * 0.12;
  while (taken.some((other) => Math.abs(other.y - place.y) < 32 && Math.abs(other.x - place.x) < 215)) place.y += 34;
  taken.push(place);
  return place;
}

export function draw(target, model, open) {
  const at = places(model);
  const picture = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "group", "aria-label": `The model ${model.name}` });
  const nodes = [];
  const taken = [...at.values()].map(({ x, y }) => ({ x, y }));
  for (const link of model.links) {
    const place = middle(link, at, taken);
    for (const hub of link.hubs) picture.append(svg("line", { class: "edge", x1: at.get(hub).x, y1: at.get(hub).y, x2: place.x, y2: place.y }));
    nodes.push(node("link", link.name, "", place, () => open(link.name)));
  }
  for (const hub of model.hubs) {
    const satellites = model.satellites.filter((satellite) => satellite.parent === hub.name).map((satellite) => satellite.name);
    nodes.push(node("hub", hub.name, satellites.join(", "), at.get(hub.name), () => open(hub.name)));
  }
  picture.append(...nodes);
  target.replaceChildren(picture);
}

/** Everything of one hub or link: its tables with their columns, and its satellites'. */
export function describe(model, name) {
  const satellites = model.satellites.filter((satellite) => satellite.parent === name).map((satellite) => satellite.name);
  const tables = model.tables.filter((table) => table.element === name || satellites.includes(table.element));
  const feeding = model.sources.filter((source) => source.targets.includes(name)).map((source) => source.table);
  return [
    element("p", { class: "hint" }, `Fed by ${feeding.join(", ") || "no table"}.`),
    ...tables.flatMap((table) => [
      element("h3", {}, `${model.schema}.${table.name} (${table.kind})`),
      element("p", { class: "hint" }, table.comment ?? ""),
      element("table", {},
        element("thead", {}, element("tr", {}, ...["Column", "Type", ""].map((head) => element("th", { scope: "col" }, head)))),
        element("tbody", {}, ...table.columns.map((column) => element("tr", {}, element("td", {}, column.name), element("td", {}, column.type), element("td", {}, column.comment ?? ""))))),
    ]),
  ];
}
