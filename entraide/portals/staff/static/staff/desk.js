// The desk by keyboard: a folded act that opens hands the focus to its first field.
document.addEventListener("toggle", (event) => {
  if (!event.target.open || !event.target.matches("details[data-focus-first]")) return;
  const field = event.target.querySelector("select, textarea, input:not([type=hidden])");
  if (field) field.focus();
}, true);
