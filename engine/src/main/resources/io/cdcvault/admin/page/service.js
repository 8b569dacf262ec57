// Talks to the service: asks, keeps in mind whether it answers, and draws no answer that a later one has overtaken.

const PATIENCE = 4000;
const GONE_AFTER = 4500;

let answeredAt = Date.now();
let why = "";

const authorization = () => {
  const token = sessionStorage.getItem("token");
  return token ? { Authorization: `Bearer ${token}` } : {};
};

/** @throws {Error} with the service's own words, and with its status where it answered */
export async function get(path) {
  const answer = await request(path, {});
  const isJson = !answer.ok || answer.headers.get("Content-Type").startsWith("application/json");
  const body = isJson ? await answer.json() : await answer.text();
  if (!answer.ok) throw Object.assign(new Error(body.message), { status: answer.status });
  return body;
}

/** Answers with {ok, status, body}; throws when the service does not answer. */
export async function post(path, actor) {
  const answer = await request(path, { method: "POST", headers: { "X-Actor": encodeURIComponent(actor ?? "") } });
  return { ok: answer.ok, status: answer.status, body: await answer.json() };
}

async function request(path, options) {
  try {
    const answer = await fetch(path, { ...options, headers: { ...options.headers, ...authorization() }, signal: AbortSignal.timeout(options.method ? 30000 : PATIENCE) });
    answeredAt = Date.now();
    return answer;
  } catch (e) {
    why = e.name === "TimeoutError" ? "it takes too long to answer" : "the connection is refused or was cut";
    throw new Error(`The service does not answer: ${why}`);
  }
}

/** Seconds since the last answer when that is too long ago; null while the service answers. */
export function silence() {
  const since = Date.now() - answeredAt;
  return since > GONE_AFTER ? { seconds: since / 1000, why } : null;
}

/** Asks and draws; of several answers that are under way, one that was asked for earlier than the one drawn is dropped. */
export function latest(ask, draw) {
  let asked = 0;
  let drawn = 0;
  return async (...what) => {
    const number = ++asked;
    const answer = await ask(...what);
    if (number < drawn) return;
    drawn = number;
    draw(answer);
  };
}
