// Says so when the ranking could not be updated. htmx sends the controls; without scripts, "Compare" does.
"use strict";

const controls = document.getElementById("what-if");
const ranking = document.getElementById("tried");
const notice = document.getElementById("not-updated");
let isOld = false; // whether the ranking is for earlier settings than the controls show

function tryAgain() {
  htmx.trigger(controls, "change");
}

function explain(reason) {
  isOld = true;
  ranking.classList.add("outdated");
  if (notice.querySelector("p")?.textContent === reason) return; // somebody may be about to press its button
  notice.replaceChildren(document.getElementById("not-updated-notice").content.cloneNode(true));
  notice.querySelector("p").textContent = reason;
  notice.querySelector("button").addEventListener("click", tryAgain);
}

function failed({ detail }) {
  const { offline, away, closed, fault } = notice.dataset;
  const status = detail?.xhr?.status;
  if (!navigator.onLine) explain(offline);
  else if (!status) explain(away);
  else explain(status === 403 || status === 404 ? closed : fault);
}

if (controls) {
  for (const fault of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) controls.addEventListener(fault, failed);
  ranking.addEventListener("htmx:afterSwap", () => {
    isOld = false;
    ranking.classList.remove("outdated");
    if (notice.contains(document.activeElement)) controls.querySelector(".actions button").focus();
    notice.replaceChildren();
  });
  controls.addEventListener("submit", (event) => {
    if (!isOld && navigator.onLine) return;
    event.preventDefault(); // the browser would show its own error page, and what was tried would be lost
    explain(notice.querySelector("p")?.textContent ?? notice.dataset.offline);
    tryAgain();
  });
  window.addEventListener("online", () => isOld && tryAgain());
}
