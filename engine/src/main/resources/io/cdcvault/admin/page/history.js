// What happened lately: charts, events, and how long batches take, stage by stage.

import * as charts from "/page/charts.js";
import { clock, count, exact, seconds } from "/page/format.js";
import { draw } from "/page/rows.js";

const $ = (id) => document.getElementById(id);

export const range = () => $("range").value;

export function drawHistory(history) {
  $("history-empty").hidden = history.at.length > 0;
  if (history.at.length) charts.draw(history, range() !== "hour");
  draw($("events"), [...(history.events ?? [])].reverse().slice(0, 50), (one) => `${one.at} ${one.what}`, (one) => [
    { text: clock(one.at), title: exact(one.at) }, { text: one.what, tone: one.tone ?? "" }, one.actor ?? "",
  ]);
  $("events-empty").hidden = Boolean(history.events?.length);
}

export function drawTimings(timings) {
  draw($("timings"), timings, (one) => one.stage, (one) => [
    one.stage, { text: count(one.count), number: true }, { text: milliseconds(one.mean_seconds), number: true }, { text: milliseconds(one.longest_seconds), number: true },
  ]);
}

const milliseconds = (s) => (s == null ? "–" : s < 1 ? `${Math.round(s * 1000)} ms` : seconds(s));

export { forget } from "/page/charts.js";
