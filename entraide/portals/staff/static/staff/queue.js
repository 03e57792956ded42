// The queue by keyboard: the next line, the one before, the box of the line that is in focus.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || !/^[jkx]$/.test(event.key)) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select")) return;
  try { if (localStorage.getItem("entraide.shortcuts") === "off") return; } catch { /* the keys are on */ }
  const rows = Array.from(document.querySelectorAll("[data-queue] tbody tr"));
  const place = rows.findIndex((row) => row.contains(document.activeElement));
  if (event.key === "x") {
    const box = place < 0 ? null : rows[place].querySelector("input[type=checkbox]");
    if (box) { event.preventDefault(); box.click(); }
    return;
  }
  const row = rows[place + (event.key === "j" ? 1 : -1)];
  if (!row) return;
  event.preventDefault();
  row.querySelector("a").focus();
});
