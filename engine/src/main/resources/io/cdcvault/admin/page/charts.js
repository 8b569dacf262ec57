// Throughput and lag over time, as the service remembers them, with marks where something happened.

const drawn = {};
const HEIGHT = 200;

const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const two = (n) => String(n).padStart(2, "0");

function label(at, isLong) {
  const moment = new Date(at * 1000);
  const time = `${two(moment.getUTCHours())}:${two(moment.getUTCMinutes())}`;
  return isLong ? `${moment.toISOString().slice(5, 10)} ${time}` : time;
}

/** One spike, such as a first snapshot's, must not flatten all else: what is far above the rest is cut off. */
function ceiling(values) {
  const known = values.flat().filter((v) => v != null).sort((a, b) => a - b);
  if (!known.length) return 1;
  const top = known.at(-1);
  const usual = known[Math.floor((known.length - 1) * 0.95)] * 1.6;
  return Math.max(top > usual * 3 && usual > 0 ? usual : top * 1.15, 1);
}

function marks(plot) {
  const { ctx, bbox } = plot;
  for (const event of drawn.events ?? []) {
    const x = plot.valToPos(Date.parse(event.at) / 1000, "x", true);
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.strokeStyle = color(event.tone === "bad" ? "--bad" : "--warn");
    ctx.setLineDash([4, 4]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.setLineDash([]);
  }
}

function options(target, series, unit) {
  const axis = { stroke: color("--soft"), grid: { stroke: color("--line"), width: 1 }, ticks: { stroke: color("--line"), width: 1 } };
  return {
    width: target.clientWidth,
    height: HEIGHT,
    cursor: { points: { size: 6 } },
    hooks: { draw: [marks] },
    scales: { y: { range: (plot) => [0, ceiling(plot.data.slice(1))] } },
    axes: [{ ...axis, space: 80, values: (plot, at) => at.map((one) => label(one, drawn.isLong)) }, { ...axis, size: 56 }],
    series: [
      { label: "UTC", value: (plot, at) => (at == null ? "–" : label(at, drawn.isLong)) },
      ...series.map((one) => ({
        label: one.label, stroke: color(one.stroke), width: 1.6, fill: color(one.stroke) + "1c", spanGaps: false, points: { show: false },
        value: (plot, v) => (v == null ? "–" : `${v < 10 ? v.toFixed(1) : Math.round(v)}${unit}`),
      })),
    ],
  };
}

function chart(id, series, unit, data) {
  const target = document.getElementById(id);
  if (!drawn[id]) {
    drawn[id] = new uPlot(options(target, series, unit), data, target);
    new ResizeObserver(() => drawn[id]?.setSize({ width: target.clientWidth, height: HEIGHT })).observe(target);
  } else {
    drawn[id].setData(data);
  }
  const top = Math.max(0, ...data.slice(1).flat().filter((v) => v != null));
  const cut = top > ceiling(data.slice(1));
  document.getElementById(`${id}-cut`).textContent = cut ? `The highest, ${Math.round(top).toLocaleString("en")}${unit}, is cut off.` : "";
}

export function draw(history, isLong) {
  drawn.events = history.events ?? [];
  drawn.isLong = isLong;
  chart("throughput", [{ label: "captured", stroke: "--accent" }, { label: "loaded", stroke: "--accent-2" }], "/s", [history.at, history.captured_per_second, history.loaded_per_second]);
  chart("lag", [{ label: "behind", stroke: "--accent-2" }], " s", [history.at, history.load_lag_seconds]);
}

/** Canvases do not follow the style sheet: when the scheme changes, they are drawn again. */
export function forget() {
  for (const id of ["throughput", "lag"]) {
    drawn[id]?.destroy();
    delete drawn[id];
  }
}
