// Numbers and times as a person on call reads them. Every time on the page is UTC.

const whole = new Intl.NumberFormat("en");

export const unknown = "–";

export const count = (n) => (n == null ? unknown : whole.format(n));

export const plural = (n, one, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`;

export function bytes(n) {
  if (n == null) return unknown;
  const units = ["B", "kB", "MB", "GB", "TB"];
  let unit = 0;
  while (n >= 1000 && unit < units.length - 1) {
    n /= 1000;
    unit++;
  }
  return `${n < 10 && unit > 0 ? n.toFixed(1) : Math.round(n)} ${units[unit]}`;
}

export function seconds(s) {
  if (s == null) return unknown;
  if (s < 10) return `${s < 0.05 ? 0 : s.toFixed(1)} s`;
  if (s < 120) return `${Math.round(s)} s`;
  if (s < 7200) return `${Math.round(s / 60)} min`;
  return s < 172800 ? `${Math.round(s / 3600)} h` : `${Math.round(s / 86400)} days`;
}

export const rate = (r) => (r == null ? unknown : `${r < 10 ? Math.round(r * 10) / 10 : whole.format(Math.round(r))}/s`);

/** How long ago, by the server's clock. */
export const ago = (moment, now) =>
  moment ? `${seconds(Math.max(0, (Date.parse(now) - Date.parse(moment)) / 1000))} ago` : unknown;

/** The time of day; with the date when that is another one than today's. */
export function clock(moment) {
  if (moment == null) return unknown;
  const text = new Date(moment).toISOString();
  const isToday = text.slice(0, 10) === new Date().toISOString().slice(0, 10);
  return isToday ? text.slice(11, 19) : `${text.slice(0, 10)} ${text.slice(11, 19)}`;
}

/** The same to the second, always with its date, for tool tips. */
export const exact = (moment) => (moment ? `${new Date(moment).toISOString().slice(0, 19).replace("T", " ")} UTC` : "");

export const words = (state) => String(state).replaceAll("_", " ");

/** An element with attributes and children; texts are never read as markup. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value != null) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child != null));
  return made;
}
