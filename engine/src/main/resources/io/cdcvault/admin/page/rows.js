// One row of a table for each key: a row, and the buttons in it, belong to their key for as long as the row stands.

import { element } from "/page/format.js";

/**
 * Draws a table. What is read, chosen or clicked stays where it is; only texts that differ are written.
 *
 * @param {HTMLTableElement} table whose head names the columns
 * @param {object[]} items in the order in which they are shown
 * @param {(item: object) => string} keyOf distinguishes items
 * @param {(item: object) => (string|{text: string, title?: string, number?: boolean, buttons?: {text: string, click: (key: string) => void, quiet?: boolean}[]})[]} cellsOf
 */
export function draw(table, items, keyOf, cellsOf) {
  const body = table.tBodies[0];
  const standing = new Map([...body.rows].map((row) => [row.dataset.key, row]));
  const labels = [...table.tHead.rows[0].cells].map((head) => head.textContent.trim());
  let place = body.firstElementChild;
  for (const item of items) {
    const key = keyOf(item);
    const row = standing.get(key) ?? element("tr", { "data-key": key });
    standing.delete(key);
    cellsOf(item).forEach((cell, i) => write(row, i, labels[i], cell));
    if (row === place) place = place.nextElementSibling;
    else body.insertBefore(row, place);
  }
  standing.forEach((row) => row.remove());
}

function write(row, index, label, cell) {
  const td = row.cells[index] ?? row.appendChild(element("td", { "data-label": label, class: cell.number ? "n" : null }));
  if (cell.title != null && td.title !== cell.title) td.title = cell.title;
  if (cell.tone != null) td.dataset.tone = cell.tone;
  if (cell.buttons) return buttons(td, row.dataset.key, cell.buttons);
  const text = String(cell.text ?? cell ?? "");
  if (td.textContent !== text) td.textContent = text;
}

function buttons(td, key, wanted) {
  if ([...td.querySelectorAll("button")].map((button) => button.textContent).join("\n") === wanted.map((one) => one.text).join("\n")) return;
  td.replaceChildren(element("span", { class: "actions" }, ...wanted.map((one) =>
    element("button", { type: "button", class: one.quiet ? "quiet" : one.link ? "link" : null, click: () => one.click(key) }, one.text))));
}

/** Lets a table be sorted by its heads; calls back when the order changes. */
export function sortable(table, changed) {
  const heads = [...table.tHead.rows[0].cells].filter((head) => head.dataset.sort);
  for (const head of heads) {
    const name = head.textContent.trim();
    head.replaceChildren(element("button", { type: "button", class: "sort", click: () => {
      const down = head.getAttribute("aria-sort") === "descending" || (head.getAttribute("aria-sort") == null && !head.classList.contains("n"));
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "ascending" : "descending");
      changed();
    } }, name));
  }
}

/** The items in the order that the heads ask for; what is not known comes last. */
export function sorted(table, items) {
  const head = table.tHead.querySelector("[aria-sort]");
  if (!head) return items;
  const field = head.dataset.sort;
  const sign = head.getAttribute("aria-sort") === "descending" ? -1 : 1;
  return [...items].sort((a, b) => {
    if (a[field] == null || b[field] == null) return (a[field] == null) - (b[field] == null);
    return sign * (typeof a[field] === "string" ? a[field].localeCompare(b[field]) : a[field] - b[field]);
  });
}
