// The desk by keyboard: a folded act that opens hands the focus to its first field.
document.addEventListener("toggle", (event) => {
  if (!event.target.open || !event.target.matches("details[data-focus-first]")) return;
  const field = event.target.querySelector("select, textarea, input:not([type=hidden])");
  if (field) field.focus();
}, true);

// The act that Enter presses: only where every value declared was found on the paper, or where nothing is left but to grant.
const enter = document.querySelector("[data-enter] button");
if (enter && !location.hash) enter.focus({ preventScroll: true });
