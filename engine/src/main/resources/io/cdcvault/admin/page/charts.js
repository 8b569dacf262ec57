// Throughput and lag over the last hour, as the server remembers them.

const drawn = {};

const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function options(target, series, unit) {
  const axis = { stroke: color("--soft"), grid: { stroke: color("--line"), width: 1 }, ticks: { stroke: color("--line"), width: 1 } };
  return {
    width: target.clientWidth,
    height: 210,
    cursor: { points: { size: 6 } },
    scales: { y: { range: (plot, low, high) => [0, Math.max(high * 1.15, 1)] } },
    axes: [{ ...axis, space: 70 }, { ...axis, size: 56 }],
    series: [
      {},
      ...series.map(({ label, stroke }) => ({
        label, stroke: color(stroke), width: 1.6, fill: color(stroke) + "1c", spanGaps: false, points: { show: false },
        value: (plot, v) => (v == null ? "–" : `${v < 10 ? v.toFixed(1) : Math.round(v)}${unit}`),
      })),
    ],
  };
}

function chart(id, series, unit, data) {
  const target = document.getElementById(id);
  if (!drawn[id]) {
    drawn[id] = new uPlot(options(target, series, unit), data, target);
    new ResizeObserver(() => drawn[id]?.setSize({ width: target.clientWidth, height: 210 })).observe(target);
  } else {
    drawn[id].setData(data);
  }
}

export function draw(history) {
  chart("throughput", [{ label: "captured", stroke: "--accent" }, { label: "loaded", stroke: "--accent-2" }], "/s", [history.at, history.captured_per_second, history.loaded_per_second]);
  chart("lag", [{ label: "behind", stroke: "--accent-2" }], " s", [history.at, history.load_lag_seconds]);
}

/** Canvases do not follow the style sheet: when the scheme changes, they are drawn anew. */
export function forget() {
  for (const id of Object.keys(drawn)) {
    drawn[id].destroy();
    delete drawn[id];
  }
}
