// Every change is confirmed by name, says who asked for it, and ends with a notice: done, refused, or not answered.

import { post } from "/page/service.js";

const $ = (id) => document.getElementById(id);

/** Shown for some seconds; what went wrong stays until it is closed. */
export function notice(text, isBad = false) {
  $("notice-text").textContent = text;
  $("notice").dataset.tone = isBad ? "bad" : "good";
  $("notice").hidden = false;
  clearTimeout(notice.timer);
  if (!isBad) notice.timer = setTimeout(() => ($("notice").hidden = true), 6000);
}

function show({ title, text, confirm, reason, complaint }) {
  $("ask-title").textContent = title;
  $("ask-text").textContent = text;
  $("ask-complaint").textContent = complaint ?? "";
  $("ask-confirm").textContent = confirm;
  $("ask-reason-line").hidden = !reason;
  $("ask-reason").required = Boolean(reason);
  $("ask-token-line").hidden = Boolean(sessionStorage.getItem("token"));
  $("token").required = !sessionStorage.getItem("token");
  $("actor").value = localStorage.getItem("actor") ?? "";
  $("ask").returnValue = "";
  return new Promise((resolve) => {
    $("ask").addEventListener("close", () => resolve($("ask").returnValue === "yes"), { once: true });
    $("ask").showModal();
  });
}

function remember() {
  if ($("token").value) sessionStorage.setItem("token", $("token").value);
  localStorage.setItem("actor", $("actor").value);
  $("token").value = "";
}

/**
 * Asks, does it, and says what became of it; a token that is not accepted is asked for again.
 *
 * @param {{title: string, text: string, confirm: string, path: (reason: string) => string, done: (body: object) => string, reason: boolean}} action
 * @returns the answer's body, or undefined when it was not done
 */
export async function act(action, complaint) {
  if (!(await show({ ...action, complaint }))) return undefined;
  remember();
  const reason = $("ask-reason").value;
  let answer;
  try {
    answer = await post(action.path(reason), $("actor").value);
  } catch (e) {
    notice(`${action.confirm}: not done, as far as this page knows. ${e.message}. Look at the log when it answers again.`, true);
    return undefined;
  }
  if (answer.status === 401) {
    sessionStorage.removeItem("token");
    return act(action, "The service does not accept that token. It is admin.token of its configuration.");
  }
  $("ask-reason").value = "";
  notice(answer.ok ? action.done(answer.body) : `${action.confirm}: not done. ${answer.body.message}`, !answer.ok);
  return answer.ok ? answer.body : undefined;
}

/** For what needs the token only to be read. */
export async function askToken(why) {
  if (!(await show({ title: "Token", text: why, confirm: "Use it" }))) return false;
  remember();
  return true;
}
