/* Questions that depend on another answer, and counts of characters, on pages that work without.
   <div data-when="name" data-choices="A|B">: shown while the control of that name says A or B.
   <input data-count="{} of 50 characters" data-most="50">: the words, with the count, stand below. */

function said(name) {
  const controls = [...document.getElementsByName(name)];
  const chosen = controls.filter((c) => !["radio", "checkbox"].includes(c.type) || c.checked);
  return chosen.map((control) => control.value);
}

const conditional = [...document.querySelectorAll("[data-when]")];
function show() {
  for (const part of conditional) {
    const wanted = part.dataset.choices.split("|");
    const answers = said(part.dataset.when);
    part.hidden = !answers.some((answer) => wanted.includes(answer));
    part.classList.remove("only-script");
  }
}
if (conditional.length) {
  document.addEventListener("change", show);
  show();
}

for (const control of document.querySelectorAll("[data-count]")) {
  const note = document.createElement("span");
  note.className = "hint count";
  const tell = () => {
    const length = [...control.value].length;
    note.textContent = control.dataset.count.replace("{}", length);
    note.classList.toggle("bad", length > Number(control.dataset.most));
  };
  control.after(note);
  control.addEventListener("input", tell);
  tell();
}
