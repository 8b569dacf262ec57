// The marts, and how fresh they are.

import { act } from "/page/ask.js";
import { ago, count, exact, seconds, unknown } from "/page/format.js";
import { draw } from "/page/rows.js";

const $ = (id) => document.getElementById(id);

export function drawMarts(status) {
  $("marts").hidden = !status.marts;
  const marts = status.marts?.marts ?? [];
  $("marts-text").textContent = status.marts?.state === "unreachable" ? "The presentation database does not answer: how fresh the marts are is not known." : marts.length ? "" : "A presentation database is configured, and no mart is defined.";
  $("marts-text").hidden = !$("marts-text").textContent;
  draw($("marts-table"), marts, (one) => one.name, (one) => [
    one.name, one.target, one.running ? "refreshing" : one.state, { text: ago(one.refreshed_at, status.at), title: exact(one.refreshed_at), number: true },
    { text: seconds(one.freshness_seconds), number: true }, one.lsn ?? unknown, { text: count(one.rows), number: true }, one.failure ?? "",
    { buttons: [{ text: `Refresh ${one.name}`, click: refresh }] },
  ]);
}

const refresh = (mart) => act({
  title: `Refresh ${mart}?`, confirm: `Refresh ${mart}`, text: "Its SELECT is run over the vault as it is now, and the mart's table is brought to that in one transaction.",
  path: () => `/api/marts/${encodeURIComponent(mart)}/refresh`,
  done: () => `Refresh of ${mart} requested`,
});
