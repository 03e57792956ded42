// Small comforts over pages that work without them: one submission, menus that close, codes to copy, keys of the desk.
(() => {
  "use strict";

  const shortcutsKey = "entraide.shortcuts";
  const remembered = () => {
    try { return localStorage.getItem(shortcutsKey); } catch { return null; }
  };
  let shortcuts = remembered() !== "off";

  // A form sent twice is refused by the server; here the second click does not even leave.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-once]") || event.defaultPrevented) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    form.querySelectorAll("button[type=submit]").forEach((button) => button.setAttribute("aria-disabled", "true"));
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => {
      delete form.dataset.sent;
      form.querySelectorAll("button[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
    });
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest && event.target.closest("form[data-sent]");
    if (!form) return;
    delete form.dataset.sent;
    form.querySelectorAll("button[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
  });

  const closeMenus = (except) => document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
    if (menu !== except) menu.open = false;
  });
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details[data-menu]")));

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(button.dataset.copy);
    const label = button.querySelector("span");
    const before = label.textContent;
    label.textContent = "Copié";
    setTimeout(() => { label.textContent = before; }, 2000);
  });

  document.addEventListener("change", (event) => {
    const zone = event.target.closest("[data-file]");
    if (!zone) return;
    const names = Array.from(event.target.files, (file) => file.name);
    zone.querySelector("[data-file-chosen]").textContent = names.length ? `Choisi : ${names.join(", ")}` : "";
  });

  const typing = (target) => target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const open = document.querySelector("details[data-menu][open]");
      if (open) { open.open = false; open.querySelector("summary").focus(); }
      return;
    }
    if (!shortcuts || event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
    const act = Array.from(document.querySelectorAll("[data-key]")).find((element) => element.dataset.key === event.key);
    if (!act) return;
    event.preventDefault();
    act.click();
  });

  const showSwitch = (button) => {
    button.hidden = false;
    button.textContent = shortcuts ? "Désactiver les raccourcis" : "Activer les raccourcis";
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-keys-switch]");
    if (!button) return;
    shortcuts = !shortcuts;
    try { localStorage.setItem(shortcutsKey, shortcuts ? "on" : "off"); } catch { /* kept for this page only */ }
    document.querySelectorAll("[data-keys-switch]").forEach(showSwitch);
  });

  const enhance = (root) => {
    if (navigator.clipboard) root.querySelectorAll("[data-copy]").forEach((button) => { button.hidden = false; });
    root.querySelectorAll("[data-keys-switch]").forEach(showSwitch);
    const focus = root.querySelector("[data-focus]");
    if (focus) focus.focus();
  };
  enhance(document);
  document.addEventListener("htmx:load", (event) => enhance(event.target));
})();
