// SPDX-License-Identifier: Apache-2.0
// Conveniences of the desk. Every page does its work without this file.
"use strict";
(() => {
  const DRAFT_SECONDS = 10;

  // The key "/" goes to the search, unless somebody is typing.
  function searchKey() {
    const field = document.querySelector("[data-search-key]");
    if (!field) return;
    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest("input, textarea, select, [contenteditable]");
      if (event.key !== field.dataset.searchKey || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      field.focus();
    });
  }

  // A menu closes with Escape, and when something else is touched.
  function menus() {
    const open = () => document.querySelectorAll("details.q-me[open]");
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      open().forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
    });
    document.addEventListener("click", (event) => {
      open().forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
    });
  }

  // Drafts: ten seconds after a change the form is sent to its draft address, and once more when the page is left.
  class Draft {
    constructor(form) {
      this.form = form;
      this.status = form.querySelector("[data-draft-status]");
      this.timer = 0;
      form.addEventListener("input", () => this.changed());
      form.addEventListener("submit", () => this.stop());
      document.addEventListener("visibilitychange", () => { if (document.hidden) this.keep(true); });
    }

    changed() {
      if (!this.timer) this.timer = setTimeout(() => this.keep(false), DRAFT_SECONDS * 1000);
    }

    stop() {
      clearTimeout(this.timer);
      this.timer = 0;
    }

    async keep(leaving) {
      if (!this.timer) return;
      this.stop();
      const body = new FormData(this.form);
      this.form.querySelectorAll('input[type="file"]').forEach((field) => body.delete(field.name));
      try {
        const answer = await fetch(this.form.dataset.draftUrl, { method: "POST", body, credentials: "same-origin", keepalive: leaving });
        if (!answer.ok) throw new Error(String(answer.status));
        this.carryRevision(answer.headers.get("X-Revision"));
        this.say(this.form.dataset.savedText, true);
      } catch {
        this.say(this.form.dataset.failedText, false);
        this.changed();
      }
    }

    carryRevision(revision) {
      const field = this.form.querySelector('[name="revision"]');
      if (revision && field) field.value = revision;
    }

    say(words, withTime) {
      if (!this.status || !words) return;
      const now = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
      this.status.textContent = withTime ? `${words} ${now}` : words;
    }
  }

  // After minutes without a key, a touch or a scroll in any tab, go to the prompt page. The server keeps its own clock.
  function idle(drafts) {
    const { lockUrl, idleMinutes } = document.body.dataset;
    if (!lockUrl) return;
    const others = "BroadcastChannel" in window ? new BroadcastChannel("quatrefoil-awake") : null;
    let last = Date.now();
    let told = 0;
    const awake = () => {
      last = Date.now();
      if (others && last - told > 5000) { told = last; others.postMessage("awake"); }
    };
    if (others) others.onmessage = () => { last = Date.now(); };
    ["keydown", "pointerdown", "scroll", "touchstart"].forEach((kind) => document.addEventListener(kind, awake, { passive: true, capture: true }));
    setInterval(async () => {
      if (Date.now() - last < Number(idleMinutes) * 60000) return;
      await Promise.all(drafts.map((draft) => draft.keep(true)));
      const url = new URL(lockUrl, window.location.href);
      url.searchParams.set("next", window.location.pathname);
      window.location.replace(url);
    }, 10000);
  }

  // A link with data-dialog opens the dialog of that id; without JavaScript its href asks the same on a page.
  function dialogs() {
    document.querySelectorAll("[data-dialog]").forEach((opener) => {
      const dialog = document.getElementById(opener.dataset.dialog);
      if (!dialog || !dialog.showModal) return;
      opener.addEventListener("click", (event) => { event.preventDefault(); dialog.showModal(); });
      dialog.querySelectorAll("[data-close]").forEach((button) => button.addEventListener("click", () => dialog.close()));
    });
  }

  function printing() {
    document.querySelectorAll("[data-print]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => window.print());
    });
  }

  // A page that watches a job says so with data-reload-seconds.
  function reload() {
    const watched = document.querySelector("[data-reload-seconds]");
    if (watched) setTimeout(() => window.location.reload(), Number(watched.dataset.reloadSeconds) * 1000);
  }

  searchKey();
  menus();
  dialogs();
  printing();
  reload();
  idle([...document.querySelectorAll("form[data-draft-url]")].map((form) => new Draft(form)));
})();
