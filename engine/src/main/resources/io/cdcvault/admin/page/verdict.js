// What it all comes to, why, and where on the page to do something about it.

import { clock, count, element, exact, plural, seconds } from "/page/format.js";

const $ = (id) => document.getElementById(id);

const SIGNS = { healthy: "●", degraded: "▲", down: "■", gone: "?" };

/** Where to act on a reason: the panel, and what its link says. */
const PANELS = {
  capture: ["stop-capture", "Go to the engine"],
  load: ["stop-load", "Go to the loader"],
  slot: ["stop-slot", "Go to the slot"],
  master: ["stop-master", "Go to the master"],
  topics: ["stop-topics", "Go to the topics"],
  warehouse: ["stop-warehouse", "Go to the vault"],
  replica: ["stop-master", "Go to the master"],
  tables: ["tables", "Go to the tables"],
  letters: ["letters", "Open the dead letters"],
  marts: ["marts", "Go to the marts"],
};

function title(status) {
  const behind = status.load.lag_seconds;
  const waits = status.dead_letters > 0 ? `, but for ${plural(status.dead_letters, "change")} set aside` : "";
  const late = behind == null ? "not known to be up to date" : behind < 1 ? "up to date" : `${seconds(behind)} behind`;
  if (status.state === "down") return "Changes do not reach the vault";
  if (status.paused && Object.keys(status.paused).length) return `Paused: ${Object.keys(status.paused).map((stage) => (stage === "load" ? "the loader" : "the engine")).join(" and ")}`;
  if (status.capture.state === "snapshot") return "The first snapshot is under way";
  return status.state === "healthy" ? `Vault is ${late}` : `Needs attention: the vault is ${late}${waits}`;
}

function facts(status) {
  const loaded = status.load.state === "unreachable" ? "what is loaded is not known" : `${plural(status.load.transactions, "transaction")}, ${plural(status.load.rows, "change")} loaded`;
  return [status.state, loaded, `seen ${clock(status.at)} UTC`].join(" · ");
}

function reason({ what, remedy, about }) {
  const [panel, label] = PANELS[about] ?? [];
  return element("li", {}, element("span", { class: "what" }, what), panel ? element("a", { class: "to", href: `#${panel}` }, label) : null,
    remedy ? element("details", {}, element("summary", {}, "What to do"), element("p", {}, remedy)) : null);
}

export function draw(status) {
  document.body.dataset.connection = "here";
  $("verdict").dataset.state = status.state;
  write($("verdict-title"), title(status));
  $("verdict-facts").textContent = facts(status);
  const reasons = status.findings ?? status.reasons.map((what) => ({ what }));
  if ($("reasons").dataset.shown !== JSON.stringify(reasons)) {
    $("reasons").dataset.shown = JSON.stringify(reasons);
    $("reasons").replaceChildren(...reasons.map(reason));
  }
  $("installation").textContent = status.installation;
  process(status);
  document.title = `${SIGNS[status.state]} ${status.installation} · cdc-vault`;
}

/** Which of perhaps several services this page belongs to. */
function process(status) {
  const others = (status.processes ?? []).filter((one) => !one.own);
  const parts = [
    status.role === "standby" ? "standing by" : status.role,
    status.version && `version ${status.version}`,
    status.started_at && `up ${seconds((Date.parse(status.at) - Date.parse(status.started_at)) / 1000)}`,
    ...others.map((one) => `${one.process}: ${one.role}`),
  ];
  $("process").textContent = parts.filter(Boolean).join(" · ");
  $("process").title = status.started_at ? `Started ${exact(status.started_at)}` : "";
  document.body.dataset.role = status.role ?? "active";
  $("standby").hidden = status.role !== "standby";
}

/** What is on the page is old: it says so itself, everywhere. */
export function drawGone({ seconds: since, why }) {
  document.body.dataset.connection = "gone";
  $("verdict").dataset.state = "gone";
  write($("verdict-title"), "The service does not answer");
  const seen = $("verdict").dataset.seen;
  $("verdict-facts").textContent = `No answer for ${seconds(since)}: ${why}. ${seen ? `Everything below is as it was at ${clock(seen)} UTC.` : "Nothing was seen yet."}`;
  document.title = `${SIGNS.gone} ${$("installation").textContent} · cdc-vault`;
}

/** The service answers, but has not looked at its systems for a while. */
export function drawOld(status) {
  document.body.dataset.connection = "old";
  $("verdict-facts").textContent = `The service has looked at nothing for ${count(Math.round(status.age_seconds))} s: what is shown is from ${clock(status.at)} UTC.`;
}

/** A screen reader reads it out only when it changes. */
function write(target, text) {
  if (target.textContent !== text) target.textContent = text;
}
