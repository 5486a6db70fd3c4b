// SPDX-License-Identifier: Apache-2.0
// Says in words what the browser only writes to its console, and hides passkeys where there can be none.
"use strict";
(() => {
  const failed = document.querySelector("[data-passkey-failed]");
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    if (!failed) return;
    failed.hidden = false;
    failed.focus();
  });
  if (window.PublicKeyCredential) {
    document.querySelectorAll("[data-passkey]").forEach((part) => { part.hidden = false; });
  } else {
    document.querySelectorAll("[data-no-passkey]").forEach((part) => { part.hidden = false; });
  }
})();
