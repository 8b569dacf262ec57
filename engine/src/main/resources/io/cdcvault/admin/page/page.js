// Asks the service again and again, and hands what it says to the panels.

import { act, notice } from "/page/ask.js";
import { element } from "/page/format.js";
import * as history from "/page/history.js";
import { drawLetters } from "/page/letters.js";
import { drawMarts } from "/page/marts.js";
import * as diagram from "/page/model.js";
import * as road from "/page/road.js";
import { draw } from "/page/rows.js";
import { get, latest, silence } from "/page/service.js";
import * as tables from "/page/tables.js";
import * as verdict from "/page/verdict.js";
import { drawVerify } from "/page/verify.js";

const $ = (id) => document.getElementById(id);
const OLD_AFTER_SECONDS = 15;
let rates = {};
let now = new Date().toISOString();

const EFFECTS = {
  pause: "What it has begun is finished first. It stays paused over restarts, here and in every other service of this installation, until it is resumed.",
  resume: "It continues from where it stands.",
  restart: "It ends what it has begun and starts again from its stored position. Nothing is lost or loaded twice.",
};

function order(stage, action, name) {
  const label = `${action[0].toUpperCase()}${action.slice(1)} ${name}`;
  return act({ title: `${label}?`, confirm: label, text: EFFECTS[action], path: () => `/api/stages/${stage}/${action}`, done: () => `${label}: requested; what has begun is finished first` }).then(() => refreshStatus().catch(failed));
}

const refreshStatus = latest(() => get("/api/status"), (status) => {
  now = status.at;
  $("verdict").dataset.seen = status.at;
  verdict.draw(status);
  if (status.age_seconds > OLD_AFTER_SECONDS) verdict.drawOld(status);
  road.draw($("road-stops"), road.stops(status, rates), status.paused, order);
  tables.drawVault(status);
  tables.drawLeftOut(status);
  drawMarts(status);
  followModel(status.model).catch(failed);
});

const refreshTables = latest(() => get("/api/tables"), tables.drawTables);
const refreshLetters = latest(() => get("/api/dead-letters"), (letters) => drawLetters({ ...letters, at: now }));
const refreshHistory = latest(() => get(`/api/history?range=${history.range()}`), (points) => {
  if (history.range() === "hour") rates = { captured: points.captured_per_second.at(-1), loaded: points.loaded_per_second.at(-1) };
  history.drawHistory(points);
});
const refreshTimings = latest(() => get("/api/timings"), history.drawTimings);
const refreshVerify = latest(() => get("/api/verify"), (run) => drawVerify(run, now));
const refreshSnapshot = latest(() => get("/api/snapshot"), drawSnapshot);
const refreshSnapshots = latest(() => get("/api/snapshots"), tables.drawSnapshots);
const refreshLog = latest(() => get("/api/log"), drawLog);

function drawSnapshot(progress) {
  $("snapshot").hidden = progress.state !== "running";
  const done = progress.tables - progress.remaining;
  const rows = Object.values(progress.rows).reduce((sum, n) => sum + n, 0);
  $("snapshot-text").textContent = `${done} of ${progress.tables} tables, ${rows.toLocaleString("en")} rows in ${Math.round(progress.seconds)} s`;
  $("snapshot-progress").value = progress.tables ? done / progress.tables : 0;
}

function drawLog(lines) {
  const target = $("log-lines");
  const shown = `${lines.length} ${lines.at(-1)?.at} ${lines.at(-1)?.message}`;
  if (target.dataset.shown === shown) return;
  target.dataset.shown = shown;
  const atEnd = target.scrollTop + target.clientHeight >= target.scrollHeight - 8;
  target.replaceChildren(...lines.map((line) =>
    element("p", { class: line.level }, element("time", { title: line.at }, `${line.at.slice(11, 19)} `), `${line.level} ${line.logger}: ${line.message}`)));
  if (atEnd) target.scrollTop = target.scrollHeight;
}

function open(title, children) {
  $("details-title").textContent = title;
  $("details-body").replaceChildren(...children);
  $("details").showModal();
}

async function showPlan(table) {
  try {
    const plan = await get(`/api/plans/${encodeURIComponent(table)}`);
    open(table, [
      element("p", { class: "hint" }, `Loads ${plan.targets.join(", ")}.`),
      ...plan.statements.flatMap((statement) => [element("h3", {}, statement.purpose), element("pre", { tabindex: 0 }, statement.sql)]),
    ]);
  } catch (e) {
    notice(`The load plan of ${table} could not be read: ${e.message}`, true);
  }
}

let drawnModel = null;
let isAskingForModel = false;

/** The service may get another model while it runs. */
async function followModel(present) {
  if (present === drawnModel || isAskingForModel) return;
  isAskingForModel = true;
  try {
    const [model, vault, mapping] = await Promise.all([get("/api/model"), get("/api/model/vault.svg"), get("/api/model/mapping.svg")]);
    const choose = (kind, name) => (kind === "table" ? showPlan(name) : open(name, diagram.describe(model, name)));
    diagram.draw($("diagram"), vault, choose);
    diagram.draw($("mapping"), mapping, choose);
    tables.know(model, showPlan);
    drawnModel = present;
  } finally {
    isAskingForModel = false;
  }
}

async function once() {
  draw($("settings"), await get("/api/configuration"), (one) => one.name, (one) => [one.name, one.value, one.origin]);
}

/** One question at a time, also when an answer takes long; what fails is asked again. */
async function repeat(work, pause) {
  for (;;) {
    if (!document.hidden) await work().catch(failed);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/** A service that wants a token to read says so; one that is gone is noticed by its silence. */
function failed(e) {
  if (e.status === 401) $("locked").hidden = false;
}

async function untilDone(work) {
  for (;;) {
    if (await work().then(() => true, failed)) return;
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  history.forget();
  refreshHistory().catch(failed);
});
$("range").addEventListener("change", () => refreshHistory().catch(failed));
$("locked").addEventListener("submit", (event) => {
  event.preventDefault();
  sessionStorage.setItem("token", $("unlock-token").value);
  $("unlock-token").value = "";
  $("locked").hidden = true;
});
$("notice-close").addEventListener("click", () => ($("notice").hidden = true));
setInterval(() => {
  const gone = silence();
  if (gone) verdict.drawGone(gone);
}, 500);
untilDone(once);
repeat(refreshStatus, 1000);
repeat(refreshTables, 1500);
repeat(refreshHistory, 2500);
repeat(async () => {
  await Promise.all([refreshVerify(), refreshLetters(), refreshSnapshot(), refreshSnapshots()]);
}, 1500);
repeat(async () => {
  await Promise.all([refreshLog(), refreshTimings()]);
}, 2500);
