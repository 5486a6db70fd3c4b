// SPDX-License-Identifier: Apache-2.0
// J and K walk through the queue, for those who keep their hands on the keys. The page works without.
"use strict";
(() => {
  const links = [...document.querySelectorAll(".h-queue__name")];
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !links.length) return;
    const step = { j: 1, k: -1 }[event.key.toLowerCase()];
    if (!step) return;
    const at = links.indexOf(document.activeElement);
    links[Math.max(0, Math.min(links.length - 1, at + step))].focus();
    event.preventDefault();
  });
})();
