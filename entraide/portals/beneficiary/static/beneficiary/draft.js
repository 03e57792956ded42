// Each answer is sent as soon as it is given, one after the other; the page works without it, by its button.
(() => {
  "use strict";

  const form = document.querySelector("form[data-save]");
  if (!form) return;
  const told = document.getElementById("gardee");
  let waiting = [];
  let underWay = null;

  const save = async (sent) => {
    try {
      const answer = await fetch(window.location.pathname, { method: "POST", body: sent, redirect: "error" });
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      page.querySelectorAll("[data-part]").forEach((part) => {
        const here = document.getElementById(part.id);
        if (here && here.innerHTML !== part.innerHTML) here.replaceChildren(...part.childNodes);
      });
    } catch {
      told.textContent = "Cette réponse n’est pas encore gardée : elle le sera avec « Enregistrer et continuer ».";
    }
  };

  const saveAll = async () => {
    while (waiting.length) await save(waiting.shift());
    underWay = null;
  };

  form.addEventListener("change", (event) => {
    const sent = new FormData(form);
    sent.set("changed", event.target.name);
    waiting.push(sent);
    if (!underWay) underWay = saveAll();
  });

  // The whole page leaves after the answer that is on its way: what is half written never comes last.
  form.addEventListener("submit", (event) => {
    if (!underWay) return;
    event.preventDefault();
    waiting = [];
    underWay.then(() => form.submit());
  });
})();
