// Saves answers as they are given and says whether they are stored. Without it, the buttons of the page save them.
"use strict";

const PAUSE = 1000; // milliseconds without a key before a number is sent
const PATIENCE = 15000; // milliseconds to wait for a response
const AGAIN = 10000; // milliseconds until a failed attempt is repeated
const TOUCHED = "?"; // before what the page showed: it has changed since, and what is stored is not known yet

const form = document.getElementById("question");
const notice = document.getElementById("not-saved");
const words = notice.dataset;
const cells = [...document.querySelectorAll("[data-cell]")];
const touches = new Map(cells.map((cell) => [cell, 0]));
const unsaved = new Set(); // cells whose last attempt failed
let typing = null; // the number that is being typed
let leaving = false;
let timer = 0;

const was = (cell) => cell.querySelector("input[type=hidden]");
const isTouched = (cell) => was(cell).value.startsWith(TOUCHED);
const cellOf = (field) => field.closest("[data-cell]");

function say(cell, text, mark = "") {
  const place = cell.querySelector(".saved");
  if (place.textContent !== text) place.textContent = text;
  place.className = `saved ${mark}`;
  cell.querySelector(".after-answer .actions")?.remove(); // the readings of a number that is no longer there
}

// What was typed can be read in two ways: a button for each.
function ask(cell, readings) {
  const ways = document.createElement("div");
  ways.className = "actions";
  for (const { label, typed } of readings) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: label });
    button.className = "button small secondary";
    button.addEventListener("click", () => {
      const field = cell.querySelector("input[inputmode=decimal]");
      field.value = typed;
      field.focus();
      touch(cell);
      save();
    });
    ways.append(button);
  }
  cell.querySelector(".after-answer").append(ways);
}

function touch(cell) {
  touches.set(cell, touches.get(cell) + 1);
  if (!isTouched(cell)) was(cell).value = TOUCHED + was(cell).value;
  say(cell, words.saving);
}

// A number, and what can be chosen instead of one, are a single answer: the later one counts.
function leaveOne(field) {
  const others = [...cellOf(field).querySelectorAll("input:not([type=radio], [type=hidden])")];
  if (field.type === "radio" || (field.type === "checkbox" && !field.checked)) return;
  for (const other of others.filter((one) => one !== field)) {
    if (other.type === "checkbox") other.checked = false;
    else other.value = "";
  }
}

const send = () =>
  fetch(form.dataset.save, {
    method: "POST",
    body: new URLSearchParams(new FormData(form)),
    redirect: "error", // a response from something else between us and the site
    keepalive: true, // even while the page is closing
    signal: AbortSignal.timeout(PATIENCE),
  });

// The form's token is worthless once its cookie is gone. The page itself has a new one, if it still opens.
async function renewToken() {
  const page = await fetch(location.href, { signal: AbortSignal.timeout(PATIENCE) });
  const html = new DOMParser().parseFromString(page.ok ? await page.text() : "", "text/html");
  const token = html.querySelector("#question [name=csrfmiddlewaretoken]");
  if (token) form.elements.csrfmiddlewaretoken.value = token.value;
  return page.status;
}

async function store() {
  let response = await send();
  if (response.status === 403) {
    const status = await renewToken();
    if (status === 404) throw { status };
    response = await send();
  }
  if (!response.ok) throw { status: response.status };
  return (await response.json()).cells;
}

function reason({ status }) {
  if (!navigator.onLine) return words.offline;
  if (!status) return words.away;
  if (status === 404) return words.closed;
  return status === 429 ? words.busy : words.fault;
}

function explain(text) {
  if (text && text === notice.querySelector("p")?.textContent) return; // somebody may be about to press its button
  if (notice.contains(document.activeElement)) form.querySelector(".actions button").focus();
  notice.replaceChildren();
  if (!text) return;
  notice.append(document.getElementById("not-saved-notice").content.cloneNode(true));
  notice.querySelector("p").textContent = text;
  notice.querySelector("button").addEventListener("click", save);
}

function hear(cell, answer) {
  if (!answer.error) {
    was(cell).value = answer.was;
    unsaved.delete(cell);
    return say(cell, answer.understood ? `${words.saved}. ${answer.understood}` : words.saved, "stored");
  }
  unsaved.add(cell);
  const halfWay = [...cell.querySelectorAll("select")].some((place) => !place.value);
  if (typing && cellOf(typing) === cell) say(cell, words.notYet);
  else say(cell, answer.error, halfWay ? "" : "failed");
  if (!typing && answer.readings?.length) ask(cell, answer.readings);
}

async function sendTouched() {
  clearTimeout(timer);
  const sent = cells.filter(isTouched);
  if (!sent.length) return true;
  const before = new Map(touches);
  for (const cell of sent) say(cell, words.saving);
  try {
    const stored = await store();
    for (const cell of sent) if (touches.get(cell) === before.get(cell)) hear(cell, stored[cell.dataset.cell]);
    explain("");
    return true;
  } catch (error) {
    for (const cell of sent) {
      unsaved.add(cell);
      say(cell, words.notSaved, "failed");
    }
    explain(reason(error));
    if (error.status !== 404) timer = setTimeout(save, AGAIN);
    return false;
  }
}

// One request at a time, so that none overtakes another. A second one waits and sends what the first one could not.
let running = Promise.resolve(true);
let waiting = null;
function save() {
  waiting ??= running.then(() => {
    waiting = null;
    running = sendTouched();
    return running;
  });
  return waiting;
}

form.addEventListener("input", ({ target }) => {
  clearTimeout(timer);
  leaveOne(target);
  touch(cellOf(target));
  typing = target.inputMode === "decimal" ? target : null;
  timer = setTimeout(save, typing ? PAUSE : 0);
});
form.addEventListener("change", () => {
  typing = null;
  save();
});
form.addEventListener("submit", async (event) => {
  if (leaving || !cells.some(isTouched)) return;
  event.preventDefault();
  typing = null;
  leaving = await save(); // even if an answer has an error: the page comes back and says so
  if (leaving) form.requestSubmit(event.submitter);
});
window.addEventListener("online", save);
document.addEventListener("visibilitychange", save);
window.addEventListener("pagehide", () => {
  if (!leaving && cells.some(isTouched)) send().catch(() => {});
});
window.addEventListener("pageshow", () => (leaving = false));
window.addEventListener("beforeunload", (event) => {
  if (!leaving && unsaved.size) event.preventDefault();
});

// Somebody may have chosen something before this script loaded.
function differs(field) {
  if (field.options) return [...field.options].some((one) => one.selected && one.value && !one.defaultSelected);
  return field.inputMode === "decimal" ? field.value !== field.defaultValue : field.checked !== field.defaultChecked;
}
document.getElementById("when-saved").textContent = words.atOnce;
for (const field of form.querySelectorAll("[data-cell] :is(input, select)")) if (differs(field)) touch(cellOf(field));
save();
