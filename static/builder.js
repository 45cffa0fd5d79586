/* The builder's buttons without a new page: the same form goes to the same address, and its answer
   replaces the two halves in place. Without this file each press loads the page. */

const form = document.querySelector("form[data-acts]");
const HALVES = ["edit-body", "preview-body"];
const ACTS = ["repair", "repair_all", "open", "compose", "undo"];

/* What is unfolded stays unfolded, though the halves are drawn anew. */
function unfolded() {
  return [...document.querySelectorAll("details[id][open]")].map((each) => each.id);
}

/* The focus goes where the person goes on: into the text to be written, back to the control that
   the press left in place, else to the sentence that says what was done. */
function goOn(opened, pressed) {
  const next = document.getElementById(opened)
    || [...document.querySelectorAll(`[name="${pressed.name}"][form="edit"]`)]
      .find((each) => each.offsetParent && pressed.name === "repair")
    || document.getElementById("outcome");
  if (!next) return;
  next.focus({ preventScroll: next.name === "repair" });
  if (next.name !== "repair") next.scrollIntoView({ block: "nearest" });
}

function announce(words) {
  const region = document.getElementById("status");
  if (!region || !words) return;
  region.textContent = "";
  setTimeout(() => { region.textContent = words; }, 50);
}

async function act(button) {
  const content = new FormData(form, button);
  const open = unfolded();
  const preview = document.getElementById("preview-body");
  const scrolled = document.getElementById("preview").scrollTop;
  preview.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.action, { method: "POST", body: content });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!answer.ok || !HALVES.every((id) => page.getElementById(id))) throw new Error("no builder");
    for (const id of HALVES) {
      document.getElementById(id).innerHTML = page.getElementById(id).innerHTML;
    }
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    document.getElementById("preview").scrollTop = scrolled;
    announce(document.querySelector("[data-outcome]")?.textContent.trim());
    goOn(button.name === "open" ? `id_own.${button.value}` : "", button);
  } catch {
    // The ordinary way still works: let the browser send the form.
    button.dataset.plain = "1";
    form.requestSubmit(button);
    return;
  }
  preview.removeAttribute("aria-busy");
}

form?.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button || button.dataset.plain || !ACTS.includes(button.name)) return;
  event.preventDefault();
  act(button);
});
