// Asks the server again and again, and draws what it says.

import * as charts from "/page/charts.js";
import { ago, count, element, seconds } from "/page/format.js";
import * as diagram from "/page/model.js";
import * as road from "/page/road.js";

const $ = (id) => document.getElementById(id);
let model;
let kinds = new Map();
let rates = {};

async function get(path) {
  const answer = await fetch(path, { signal: AbortSignal.timeout(4000) });
  if (!answer.ok) throw new Error((await answer.json()).message);
  return answer.json();
}

// ---- what is drawn

function verdict(status) {
  const behind = status.load.lag_seconds;
  const late = behind == null ? "" : behind < 1 ? ", up to the second" : `, ${seconds(behind)} behind`;
  const title = { healthy: `The vault is true${late}`, degraded: `Somebody should look; the vault is${late || " not complete"}`.replace("is,", "is"), down: "Changes do not reach the vault" }[status.state];
  $("verdict").dataset.state = status.state;
  $("verdict-title").textContent = title;
  const loaded = status.load.state === "unreachable" ? "what is loaded is not known" : `${count(status.load.transactions)} transactions, ${count(status.load.rows)} changes loaded`;
  $("verdict-facts").textContent = `${status.state} · ${loaded} · seen ${new Date(status.at).toLocaleTimeString()}`;
  $("reasons").replaceChildren(...status.reasons.map((reason) => element("li", {}, reason)));
  $("installation").textContent = status.installation;
  document.title = `${{ healthy: "●", degraded: "▲", down: "■" }[status.state]} ${status.installation} · cdc-vault`;
}

/** Changes only what has changed: what is being read, chosen or clicked stays where it is. */
function fill(table, rows) {
  const body = $(table).tBodies[0];
  while (body.rows.length > rows.length) body.deleteRow(-1);
  rows.forEach((cells, i) => {
    const row = body.rows[i] ?? body.insertRow();
    cells.forEach((cell, j) => {
      const made = cell instanceof HTMLElement ? cell : element("td", { class: cell.number ? "n" : null }, cell.text ?? cell);
      const shown = row.cells[j];
      if (!shown) row.append(made);
      else if (shown.textContent !== made.textContent) shown.replaceWith(made);
    });
  });
}

const number = (text) => ({ text, number: true });

function tables(status) {
  const sources = model?.sources ?? Object.keys(status.source).map((table) => ({ table, own_targets: [] }));
  fill("captured", sources.map((source) => {
    const loads = source.own_targets.map((target) => status.loaded_at[target]).filter(Boolean).sort();
    const plan = element("button", { type: "button", click: () => showPlan(source.table) }, source.table);
    const anew = element("button", { type: "button", class: "quiet", "aria-label": `Read ${source.table} anew`, click: () => readAnew(source.table) }, "Read anew");
    return [element("td", {}, plan), number(count(status.source[source.table])), number(ago(loads.at(-1), status.at)), element("td", {}, anew)];
  }));
  fill("vault", Object.entries(status.vault).map(([table, rows]) => [table, kinds.get(table) ?? "", number(count(rows)), number(ago(status.loaded_at[table], status.at))]));
}

function marts(status) {
  $("marts").hidden = !status.marts?.marts.length;
  fill("marts-table", (status.marts?.marts ?? []).map((mart) => [
    mart.name, mart.target, mart.running ? "is refreshed" : mart.state, number(ago(mart.refreshed_at, status.at)), number(seconds(mart.freshness_seconds)),
    mart.lsn ?? "–", number(count(mart.rows)), mart.failure ?? "",
    element("td", {}, element("button", { type: "button", "aria-label": `Refresh ${mart.name}`, click: () => order(`/api/marts/${encodeURIComponent(mart.name)}/refresh`, () => `${mart.name} is refreshed`) }, "Refresh")),
  ]));
}

async function letters(status) {
  const waiting = status.dead_letters;
  $("letters-text").textContent = waiting == null ? "The warehouse does not answer." : waiting === 0 ? "None: every change could be loaded." : `${count(waiting)} changes could not be loaded. Mend the cause, then retry: all of a row's changes are loaded in order, each as of its own time.`;
  if (letters.shown === waiting) return;
  const list = waiting ? await get("/api/dead-letters") : [];
  $("letters-list").hidden = list.length === 0;
  $("letters-table").tBodies[0].replaceChildren();
  fill("letters-table", list.map((letter) => [
    letter.table, letter.row_key ?? "", letter.operation.toLowerCase(), letter.reason, number(ago(letter.parked_at, status.at)),
    element("td", {}, element("span", { class: "actions" },
      element("button", { type: "button", "aria-label": `Retry letter ${letter.id}`, click: () => retryLetter(letter) }, "Retry"),
      element("button", { type: "button", class: "quiet", "aria-label": `Discard letter ${letter.id}`, click: () => discardLetter(letter) }, "Discard"))),
  ]));
  letters.shown = waiting;
}

function snapshot(progress) {
  $("snapshot").hidden = progress.state === "none";
  const done = progress.tables - progress.remaining;
  const rows = Object.values(progress.rows).reduce((sum, n) => sum + n, 0);
  $("snapshot-text").textContent = `${progress.state}: ${done} of ${progress.tables} tables, ${count(rows)} rows in ${seconds(progress.seconds)}`;
  $("snapshot-progress").hidden = progress.state === "completed";
  $("snapshot-progress").value = progress.tables ? done / progress.tables : 0;
}

function tablesReadAnew(all) {
  const running = all.filter((one) => one.state === "running");
  $("anew").hidden = running.length === 0;
  $("anew-tables").replaceChildren(...running.map((one) => element("li", {},
    `${one.table}: ${count(one.rows)} of about ${count(one.rows_about ?? 0)} rows${one.obstacle ? `. ${one.obstacle}` : ""} `,
    element("button", { type: "button", class: "quiet", "aria-label": `Cancel reading ${one.table} anew`, click: () => order(`/api/snapshots/cancel?table=${encodeURIComponent(one.table)}`, () => "Cancelled: what is loaded stays") }, "Cancel"))));
}

function log(lines) {
  const target = $("log-lines");
  const atEnd = target.scrollTop + target.clientHeight >= target.scrollHeight - 8;
  target.replaceChildren(...lines.map((line) =>
    element("p", { class: line.level }, element("time", {}, `${line.at.slice(11, 19)} `), `${line.level} ${line.logger}: ${line.message}`)));
  if (atEnd) target.scrollTop = target.scrollHeight;
}

// ---- what is asked for

function open(title, children) {
  $("details-title").textContent = title;
  $("details-body").replaceChildren(...children);
  $("details").showModal();
}

async function showPlan(table) {
  const plan = await get(`/api/plans/${encodeURIComponent(table)}`);
  open(table, [
    element("p", { class: "hint" }, `Loads ${plan.targets.join(", ")}.`),
    ...plan.statements.flatMap((statement) => [element("h3", {}, statement.purpose), element("pre", { tabindex: 0 }, statement.sql)]),
  ]);
}

function notice(text) {
  $("notice").textContent = text;
  $("notice").hidden = false;
  clearTimeout(notice.timer);
  notice.timer = setTimeout(() => ($("notice").hidden = true), 6000);
}

function askToken() {
  return new Promise((resolve) => {
    $("ask").addEventListener("close", () => {
      if ($("ask").returnValue === "use") sessionStorage.setItem("token", $("token").value);
      $("token").value = "";
      resolve($("ask").returnValue === "use");
    }, { once: true });
    $("ask").returnValue = "";
    $("ask").showModal();
  });
}

/** Does something that needs the token; returns the answer, or nothing when it was not done. */
async function order(path, said) {
  if (!sessionStorage.getItem("token") && !(await askToken())) return undefined;
  const answer = await fetch(path, { method: "POST", headers: { Authorization: `Bearer ${sessionStorage.getItem("token")}` } });
  if (answer.status === 401) sessionStorage.removeItem("token");
  const body = await answer.json();
  notice(answer.ok ? said(body) : body.message);
  await refreshStatus();
  return answer.ok ? body : undefined;
}

function readAnew(table) {
  return order(`/api/snapshots?table=${encodeURIComponent(table)}`, () => `${table} is read anew while everything goes on`);
}

async function retryLetter(letter) {
  letters.shown = undefined;
  await order(`/api/dead-letters/${letter.id}/retry`, (body) => (body.loaded ? "The row's changes are loaded" : `Not yet: ${body.refusal}`));
}

function discardLetter(letter) {
  $("discard").returnValue = "";
  $("discard").addEventListener("close", () => {
    const reason = $("discard-reason").value;
    $("discard-reason").value = "";
    if ($("discard").returnValue !== "discard") return;
    letters.shown = undefined;
    order(`/api/dead-letters/${letter.id}/discard?reason=${encodeURIComponent(reason)}`, () => "Discarded");
  }, { once: true });
  $("discard").showModal();
}

// ---- again and again

async function refreshStatus() {
  try {
    const [status, stages] = await Promise.all([get("/api/status"), get("/api/stages")]);
    verdict(status);
    road.draw($("road-stops"), road.stops(status, stages, rates), status.paused, (stage, action) => order(`/api/stages/${stage}/${action}`, () => "Asked for: what is begun is finished first"));
    tables(status);
    marts(status);
    letters(status).catch((e) => notice(e.message));
  } catch (e) {
    $("verdict").dataset.state = "down";
    $("verdict-title").textContent = "The service does not answer";
    $("verdict-facts").textContent = e.message;
    $("reasons").replaceChildren();
  }
}

async function refreshHistory() {
  const history = await get("/api/history");
  rates = { captured: history.captured_per_second.at(-1), loaded: history.loaded_per_second.at(-1) };
  if (history.at.length) charts.draw(history);
}

async function refreshRest() {
  log(await get("/api/log"));
  snapshot(await get("/api/snapshot"));
  tablesReadAnew(await get("/api/snapshots"));
}

/** One question at a time, also when an answer takes long; what fails is asked again. */
async function repeat(work, pause) {
  for (;;) {
    if (!document.hidden) await work().catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

async function once() {
  model = await get("/api/model");
  kinds = new Map(model.tables.map((table) => [table.name, table.kind]));
  diagram.draw($("diagram"), model, (name) => open(name, diagram.describe(model, name)));
  fill("settings", (await get("/api/configuration")).map((setting) => [setting.name, setting.value, setting.origin]));
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  charts.forget();
  refreshHistory();
});
once().catch((e) => notice(e.message));
repeat(refreshStatus, 1000);
repeat(refreshHistory, 2500);
repeat(refreshRest, 2500);
