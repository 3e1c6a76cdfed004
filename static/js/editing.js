// Comfort for editors of a draft: sums, bars and curves update as they type. Everything works without it.
"use strict";

function number(input) {
  const text = input.value.trim().replace(",", ".");
  return text !== "" && Number.isFinite(Number(text)) ? Number(text) : null;
}

function showSums(form) {
  for (const sum of form.querySelectorAll("[data-sum]")) {
    const cells = [...form.querySelectorAll(sum.dataset.sum)].map(number).filter((value) => value !== null);
    const total = Number(cells.reduce((one, other) => one + other, 0).toFixed(10));
    sum.querySelector("output").textContent = String(total);
    sum.classList.toggle("ed-off", total !== 1);
  }
}

function showBars(form) {
  for (const input of form.querySelectorAll("[data-bar]")) {
    const share = Math.min(Math.max(number(input) ?? 0, 0), 1);
    document.getElementById(input.dataset.bar).setAttribute("width", String(100 * share));
  }
}

function showCurves(form) {
  for (const picture of form.querySelectorAll("[data-curve]")) {
    const points = [...document.getElementById(picture.dataset.curve).children]
      .map((row) => [...row.querySelectorAll("input.ed-number")].map(number))
      .filter((point) => point.length === 2 && point[0] !== null && point[1] !== null);
    if (points.length < 2) continue;
    const all = points.map((point) => point[0]);
    const low = Math.min(...all), span = Math.max(...all) - low || 1;
    const places = points.map(([x, y]) => {
      const height = 1 - Math.min(Math.max(y, 0), 1);
      return `${(12 + (300 * (x - low)) / span).toFixed(1)} ${(12 + 120 * height).toFixed(1)}`;
    });
    picture.querySelector(".low").textContent = String(low);
    picture.querySelector(".high").textContent = String(low + span);
    picture.querySelector(".line").setAttribute("d", `M${places.join(" L")}`);
  }
}

function follow(form) {
  showSums(form);
  showBars(form);
  showCurves(form);
}

document.documentElement.classList.add("ed-js");
for (const form of document.querySelectorAll(".ed-form")) {
  follow(form); // somebody may have typed something before this script loaded
  window.addEventListener("pageshow", () => follow(form)); // or the browser restored what was typed
  form.addEventListener("input", () => follow(form));
  form.addEventListener("change", (event) => {
    const button = document.getElementById(event.target.dataset.show ?? "");
    if (button) form.requestSubmit(button);
  });
}
