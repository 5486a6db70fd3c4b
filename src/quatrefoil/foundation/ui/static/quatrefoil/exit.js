// SPDX-License-Identifier: Apache-2.0
// Leave this page at once: replace it, so that "back" does not return, and blank it while the next one loads.
"use strict";
(() => {
  const link = document.querySelector("[data-exit]");
  if (!link) return;
  const status = document.querySelector("[data-exit-status]");
  let presses = 0;
  let timer = 0;

  function leave(event) {
    if (event) event.preventDefault();
    document.querySelectorAll("form").forEach((form) => form.reset());
    document.documentElement.classList.add("q-gone");
    document.title = " ";
    window.location.replace(link.href);
  }

  function forget() {
    presses = 0;
    if (status) status.textContent = "";
  }

  function count(event) {
    if (event.key !== "Shift") { if (presses) forget(); return; }
    if (event.repeat) return;
    presses += 1;
    clearTimeout(timer);
    timer = setTimeout(forget, 5000);
    if (presses === 3) { leave(); return; }
    if (status) status.textContent = presses === 1 ? status.dataset.wordsOne : status.dataset.wordsTwo;
  }

  link.addEventListener("click", leave);
  document.addEventListener("keydown", count);
  // A page that the browser kept in memory must not show itself again after an exit.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && document.documentElement.classList.contains("q-gone")) window.location.replace(link.href);
  });
})();
