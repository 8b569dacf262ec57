// Holds the vault against the source: started here, its progress, and what the last one showed.

import { act } from "/page/ask.js";
import { ago, clock, count, element, exact, plural, seconds } from "/page/format.js";

const $ = (id) => document.getElementById(id);

const VERDICTS = { equal: "Equal: the vault shows what the source holds", waiting: "Equal, but for rows that wait as dead letters", different: "Different" };

export function drawVerify(run, now) {
  const isRunning = run.state === "running";
  $("verify-start").disabled = isRunning;
  $("verify-progress").hidden = !isRunning;
  if (isRunning) {
    $("verify-progress").max = run.steps || 1;
    $("verify-progress").value = run.done;
    $("verify-text").textContent = `${run.step} · ${count(run.done)} of ${count(run.steps)} steps, for ${seconds((Date.parse(now) - Date.parse(run.started_at)) / 1000)}`;
    return;
  }
  $("verify").dataset.tone = { equal: "good", waiting: "warn", different: "bad" }[run.verdict] ?? (run.state === "failed" ? "bad" : "idle");
  $("verify-text").textContent = run.state === "none" ? "Not verified since this service started." : result(run, now);
  $("verify-text").title = exact(run.ended_at);
  $("verify-findings").replaceChildren(...findings(run));
}

function result(run, now) {
  const when = `${ago(run.ended_at, now)} (${clock(run.ended_at)} UTC)`;
  if (run.state === "failed") return `The last verification failed ${when}: ${run.failure}`;
  return `${VERDICTS[run.verdict]}, at ${run.lsn}, ${when}: ${plural(run.differences, "difference")}, ${plural(run.violations, "violated rule")}`;
}

function findings(run) {
  const differing = (run.comparisons ?? []).filter((one) => one.missing + one.surplus + one.changed > 0);
  return differing.map((one) => element("li", {}, `${one.table} in ${one.subject}: ${count(one.missing)} missing, ${count(one.surplus)} surplus, ${count(one.changed)} changed${one.explained ? `, ${count(one.explained)} of them wait as dead letters` : ""}`));
}

$("verify-start").addEventListener("click", () => act({
  title: "Verify the vault?", confirm: "Verify",
  text: "Compares every table of the source with the vault at one position of the log, while everything continues. It reads both databases whole, and takes a replication slot of the master for that time.",
  path: () => "/api/verify", done: () => "The verification has begun",
}));
