// The source's tables and the vault's: what waits, how fast it comes, and what can be done about a table.

import { act } from "/page/ask.js";
import { ago, count, element, exact, plural, rate } from "/page/format.js";
import { draw, sortable, sorted } from "/page/rows.js";

const $ = (id) => document.getElementById(id);

let shown = { tables: [], vault: [], at: null };
let kinds = new Map();
let showPlan = () => {};

export function know(model, plan) {
  kinds = new Map(model.tables.map((table) => [table.name, table.kind]));
  showPlan = plan;
  paint();
}

export function drawTables(tables) {
  shown = { ...shown, tables };
  paint();
}

export function drawVault(status) {
  const vault = Object.entries(status.vault).map(([table, rows]) => ({ table, rows, loaded_at: status.loaded_at[table] }));
  shown = { ...shown, vault, at: status.at, known: status.load.state !== "unreachable" };
  paint();
}

function paint() {
  const wanted = $("tables-search").value.trim().toLowerCase();
  const chosen = (all) => all.filter((one) => one.table.toLowerCase().includes(wanted));
  const captured = chosen(shown.tables);
  const vault = chosen(shown.vault.map((one) => ({ ...one, kind: kinds.get(one.table) ?? "" })));
  draw($("captured"), sorted($("captured"), captured), (one) => one.table, (one) => [
    { buttons: [{ text: one.table, link: true, click: (table) => showPlan(table) }] },
    { text: count(one.rows), number: true },
    { text: rate(one.per_second), number: true },
    { text: count(one.waiting), number: true, tone: one.waiting > 0 ? "warn" : "" },
    { text: ago(one.loaded_at, shown.at), title: exact(one.loaded_at), number: true },
    { buttons: [one.snapshot
      ? { text: `Cancel snapshot of ${one.table}`, click: cancel }
      : { text: `Re-snapshot ${one.table}`, click: reSnapshot }] },
  ]);
  draw($("vault"), sorted($("vault"), vault), (one) => one.table, (one) => [
    one.table, one.kind, { text: count(one.rows), number: true }, { text: ago(one.loaded_at, shown.at), title: exact(one.loaded_at), number: true },
  ]);
  $("tables-count").textContent = wanted ? `${plural(captured.length, "table")} of ${shown.tables.length}, ${vault.length} of ${shown.vault.length} in the vault` : "";
  $("vault-unknown").hidden = shown.known !== false;
}

function reSnapshot(table) {
  return act({
    title: `Re-snapshot ${table}?`, confirm: `Re-snapshot ${table}`,
    text: `The service reads ${table} on the master again while everything continues. Rows that are missing in the vault come, rows that differ get a version, rows that are gone are closed.`,
    path: () => `/api/snapshots?table=${encodeURIComponent(table)}`,
    done: () => `Snapshot of ${table} requested: the engine begins within seconds`,
  });
}

function cancel(table) {
  return act({
    title: `Cancel the snapshot of ${table}?`, confirm: `Cancel snapshot of ${table}`, text: "What it has loaded stays.",
    path: () => `/api/snapshots/cancel?table=${encodeURIComponent(table)}`,
    done: (body) => (body.cancelled?.includes(table) ?? true ? `The snapshot of ${table} is cancelled` : `The snapshot of ${table} had finished already`),
  });
}

export function drawSnapshots(all) {
  const running = all.filter((one) => one.state === "running");
  $("snapshots-running").hidden = running.length === 0;
  $("snapshot-tables").replaceChildren(...running.map((one) => element("li", {},
    `${one.table}: ${one.partial ? `${count(one.rows)} of some rows` : `${count(one.rows)} of about ${count(one.rows_about)} rows`}, requested ${ago(one.requested_at, shown.at)}${one.obstacle ? `. ${one.obstacle}` : ""}`)));
}

/** Tables and columns that have come, with what keeps each out of the vault. */
export function drawLeftOut({ left_out: all = [] }) {
  $("left-out").hidden = all.length === 0;
  $("left-out-tables").replaceChildren(...all.map((one) => element("li", {}, `${one.table} ${one.reason}. ${one.remedy}`)));
}

for (const table of [$("captured"), $("vault")]) sortable(table, paint);
$("tables-search").addEventListener("input", paint);
