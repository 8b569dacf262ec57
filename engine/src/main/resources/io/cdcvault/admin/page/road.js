// The road as a picture: what each system is doing, how fast, and how far behind. What waits is counted in changes.

import { bytes, count, element, rate, seconds, unknown, words } from "/page/format.js";

const TONES = {
  good: ["streaming", "running", "reachable", "up", "reserved", "completed", "fresh"],
  warn: ["snapshot", "starting", "paused", "retrying", "standing by", "waiting", "extended", "not connected", "promoted", "creating", "not seen"],
  idle: ["not configured", "none", "not known"],
};

function tone(state) {
  for (const [name, states] of Object.entries(TONES)) if (states.includes(state)) return name;
  return "bad";
}

/** Which stage's buttons stand at which stop. */
export function stops(status, rates) {
  const { capture, replica, feed, load } = status;
  const masterUp = capture.state !== "unreachable";
  const vaultUp = load.state !== "unreachable";
  const sum = (known, counts) => (known ? Object.values(counts).reduce((total, n) => total + n, 0) : null);
  const road = [
    {
      id: "master", title: "Master", state: masterUp ? "up" : "unreachable", flow: capture.state === "streaming",
      facts: [["rows ≈", count(sum(masterUp, status.source))], ["replica", words(replica.state)], ...(replica.lag_bytes == null ? [] : [["replica lag", `${bytes(replica.lag_bytes)}`]])],
    },
    {
      id: "slot", title: "Slot", state: capture.wal_status ?? (masterUp ? "missing" : "not known"), flow: capture.state === "streaming",
      facts: [["name", capture.slot], ["WAL kept", bytes(capture.retained_wal_bytes)], ["until lost", capture.slot_active == null ? unknown : capture.safe_wal_bytes == null ? "no limit" : bytes(capture.safe_wal_bytes)]],
    },
    {
      id: "capture", title: "Engine", stageName: "engine", state: words(capture.state), stage: "capture", flow: rates.captured > 0,
      facts: [["rate", rate(rates.captured)], ["lag", bytes(capture.lag_bytes)], ["behind", seconds(capture.lag_seconds)]],
    },
    {
      id: "topics", title: "Topics", state: feed.reachable ? "reachable" : "unreachable", flow: rates.loaded > 0,
      facts: [["topics", count(feed.reachable ? Object.keys(feed.topics).length : null)], ["changes", count(capture.events)], ["waiting", count(feed.lag_events)]],
    },
    {
      id: "load", title: "Loader", stageName: "loader", state: words(load.state), stage: "load", flow: rates.loaded > 0,
      facts: [["rate", rate(rates.loaded)], ["waiting", count(feed.lag_events)], ["behind", seconds(load.lag_seconds)]],
    },
    {
      id: "warehouse", title: "Vault", state: vaultUp ? "up" : "unreachable", flow: status.marts?.marts.some((one) => one.running),
      facts: [["rows", count(sum(vaultUp, status.vault))], ["tables", count(vaultUp ? Object.keys(status.vault).length : null)], ["dead letters", count(status.dead_letters)]],
    },
  ];
  if (status.marts) road.push(mart(status.marts));
  return feed.kind === "direct" ? road.filter((stop) => stop.id !== "topics" && stop.id !== "load") : road;
}

/** The oldest shows how fresh they are. */
function mart({ state, marts }) {
  const refreshed = marts.filter((one) => one.refreshed_at != null).sort((a, b) => b.age_seconds - a.age_seconds);
  const oldest = refreshed[0];
  return {
    id: "mart", title: "Marts", state: words(state), flow: marts.some((one) => one.running),
    facts: [["marts", count(state === "unreachable" ? null : marts.length)], ["age", oldest ? seconds(oldest.age_seconds) : unknown], ["vault at", oldest?.lsn ?? unknown]],
  };
}

function made(stop, act) {
  const item = element("li", { id: `stop-${stop.id}`, class: "stop" }, element("h3", {}, element("span", { class: "dot" }), stop.title), element("span", { class: "state" }), element("dl"));
  if (stop.stage) {
    item.append(element("p", { class: "actions" },
      element("button", { type: "button", class: "turn", click: (event) => act(stop.stage, event.currentTarget.dataset.action, stop.stageName) }),
      element("button", { type: "button", click: () => act(stop.stage, "restart", stop.stageName) }, `Restart ${stop.stageName}`)));
  }
  return item;
}

/** Draws the stops, and changes only what has changed: a focused button stays focused. */
export function draw(list, road, paused, act) {
  for (const stop of road) {
    const item = document.getElementById(`stop-${stop.id}`) ?? list.appendChild(made(stop, act));
    item.dataset.tone = tone(stop.state);
    item.dataset.flow = stop.flow ? "on" : "off";
    item.querySelector(".state").textContent = stop.state;
    item.querySelector("dl").replaceChildren(...stop.facts.map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", { title: value }, value))));
    const turn = item.querySelector(".turn");
    if (turn) {
      turn.dataset.action = paused?.[stop.stage] ? "resume" : "pause";
      turn.textContent = `${turn.dataset.action === "pause" ? "Pause" : "Resume"} ${stop.stageName}`;
    }
  }
}
