// The desk of notices by keyboard: no amount holds a letter, so that a letter typed in one presses its act.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || !event.target.matches("[data-letters-act]")) return;
  if (!/^[a-z]$/.test(event.key)) return;
  const act = Array.from(document.querySelectorAll("[data-key]")).find((element) => element.dataset.key === event.key);
  if (!act) return;
  event.preventDefault();
  act.click();
  // At once, for the next key may come before the fold has said that it opened.
  const fold = act.closest("details");
  if (fold && fold.open) fold.querySelector("input:not([type=hidden])").focus();
});
