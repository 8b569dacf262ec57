// The changes that could not be loaded. The list holds no value of any row; opening one needs the token.

import { act, askToken, notice } from "/page/ask.js";
import { ago, clock, count, element, exact, plural } from "/page/format.js";
import { draw } from "/page/rows.js";
import { get } from "/page/service.js";

const $ = (id) => document.getElementById(id);

export function drawLetters(answer) {
  const { waiting, letters, at } = answer;
  $("letters-text").textContent = waiting == null ? "The warehouse does not answer: how many wait is not known."
    : waiting === 0 ? "None: every change could be loaded."
    : `${plural(waiting, "change")} could not be loaded, and later changes of the same rows wait behind them.${waiting > letters.length ? ` The oldest ${count(letters.length)} are listed.` : ""} Remove the cause, then retry: all of a row's changes are loaded in order, each as of its own time.`;
  $("letters-list").hidden = letters.length === 0;
  draw($("letters-table"), letters, (one) => String(one.id), (one) => [
    `${one.id}`, one.table, one.column ?? "", one.operation.toLowerCase(), one.reason, { text: ago(one.parked_at, at), title: exact(one.parked_at), number: true },
    { buttons: [
      { text: `Open ${one.id}`, click: open },
      { text: `Retry ${one.id}`, click: retry },
      { text: `Discard ${one.id}`, click: discard },
    ] },
  ]);
}

async function open(id) {
  try {
    show(await get(`/api/dead-letters/${id}`));
  } catch (e) {
    if (e.status === 401 && (await askToken(`Letter ${id} holds values of a row: opening it needs the admin.token.`))) return open(id);
    if (e.status !== 401) notice(`Letter ${id} could not be opened: ${e.message}`, true);
    else sessionStorage.removeItem("token");
  }
}

function show(letter) {
  const facts = [["Table", letter.table], ["Column at fault", letter.column ?? "not known"], ["Reason", letter.reason], ["Row", letter.row_key ?? "not known"], ["Change", letter.operation.toLowerCase()],
    ["Stood at", letter.place], ["Commit", `${letter.lsn}, load date ${exact(letter.load_date)}`], ["Set aside", `${clock(letter.parked_at)} UTC`]];
  $("details-title").textContent = `Dead letter ${letter.id}`;
  $("details-body").replaceChildren(
    element("dl", { class: "facts-list" }, ...facts.map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", {}, value)))),
    element("h3", {}, "Envelope"), element("pre", { tabindex: 0 }, pretty(letter.envelope)));
  $("details").showModal();
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text ?? "The row disappeared without a record of its own.";
  }
}

const retry = (id) => act({
  title: `Retry letter ${id}?`, confirm: `Retry ${id}`, text: "All letters of its row are loaded in order, or none of them.",
  path: () => `/api/dead-letters/${id}/retry`,
  done: (body) => (body.loaded ? `Letter ${id}: the row's changes are loaded` : `Letter ${id} is not loaded yet: ${body.refusal}`),
});

const discard = (id) => act({
  title: `Discard letter ${id}?`, confirm: `Discard ${id}`, text: "The vault will never show this change. The reason is kept with it.", reason: true,
  path: (reason) => `/api/dead-letters/${id}/discard?reason=${encodeURIComponent(reason)}`,
  done: () => `Letter ${id} is discarded`,
});
