/* Sending several files at once, each with its caption and progress.
   Without this file the form still sends them: all words stand in the page, none here. */

const form = document.querySelector("form[data-upload]");
const words = form.dataset;
const input = form.querySelector("input[type=file]");
const list = form.querySelector("[data-files]");
const one = form.querySelector("[data-one]");
const confirmed = form.querySelector("input[type=checkbox]");
const problem = form.querySelector("[data-problem]");
const button = form.querySelector(".buttons button");
const drop = form.querySelector("[data-drop]");
const shape = form.querySelector("template");
const region = document.getElementById("status");
const chosen = new Map(); // <li> → File
let count = 0;

problem.setAttribute("role", "alert");

function announce(text) {
  if (region) region.textContent = text;
}

function captionOf(name) {
  const plain = name.replace(/\.[^.]*$/, "").replace(/[_\-.]+/g, " ").trim();
  return plain ? plain[0].toUpperCase() + plain.slice(1, 200) : "";
}

function say(row, text, isBad = false) {
  const state = row.querySelector("[data-state]");
  state.textContent = text;
  state.classList.toggle("bad", isBad);
}

function add(file) {
  const row = shape.content.firstElementChild.cloneNode(true);
  const caption = row.querySelector("input");
  const label = row.querySelector("label");
  const state = row.querySelector("[data-state]");
  count += 1;
  caption.id = `caption-${count}`;
  label.htmlFor = caption.id;
  state.id = `state-${count}`;
  caption.setAttribute("aria-describedby", state.id);
  row.querySelector("progress").setAttribute("aria-labelledby", state.id);
  for (const place of row.querySelectorAll("[data-name]")) place.textContent = ` ${file.name}`;
  caption.value = captionOf(file.name);
  say(row, words.waiting);
  if (file.size > Number(words.max)) say(row, words.tooLarge, true);
  chosen.set(row, file);
  list.append(row);
}

function arrange() {
  list.hidden = chosen.size === 0;
  one.hidden = chosen.size > 0;
}

function take(files) {
  for (const file of files) add(file);
  // The list holds them now; the same file may be chosen again.
  input.value = "";
  arrange();
  list.querySelector("li:last-child input")?.focus();
}

input.addEventListener("change", () => take(input.files));

list.addEventListener("click", (event) => {
  const row = event.target.closest("[data-remove]")?.closest("li");
  if (!row) return;
  row.sending?.abort();
  chosen.delete(row);
  row.remove();
  arrange();
  announce(words.removed);
  input.focus();
});

/* A file that misses the frame must not replace the page. */
for (const kind of ["dragover", "drop"]) {
  document.addEventListener(kind, (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
}
form.addEventListener("dragover", () => drop.classList.add("is-over"));
form.addEventListener("dragleave", (event) => {
  if (!form.contains(event.relatedTarget)) drop.classList.remove("is-over");
});
form.addEventListener("drop", (event) => {
  drop.classList.remove("is-over");
  if (event.dataTransfer?.files.length) take(event.dataTransfer.files);
});

/* One request; `row` shows how far it is. Answers with {ok, content}. */
function request(row, url, body, isOurs) {
  return new Promise((resolve) => {
    const sending = new XMLHttpRequest();
    const bar = row.querySelector("progress");
    row.sending = sending;
    sending.open("POST", url);
    if (isOurs) {
      sending.setRequestHeader("Accept", "application/json");
      sending.setRequestHeader("X-CSRFToken", form.elements.csrfmiddlewaretoken.value);
    }
    sending.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable && event.total > 5000) bar.value = (event.loaded / event.total) * 100;
    });
    sending.addEventListener("load", () => {
      let content = {};
      try { content = JSON.parse(sending.responseText); } catch { /* The bucket answers in XML. */ }
      resolve({ ok: sending.status >= 200 && sending.status < 300, content });
    });
    for (const kind of ["error", "abort", "timeout"]) {
      sending.addEventListener(kind, () => resolve({ ok: false, content: {} }));
    }
    sending.send(body);
  });
}

function filled(values) {
  const body = new FormData();
  for (const [name, value] of Object.entries(values)) body.append(name, value);
  return body;
}

async function sendHere(row, file, told) {
  return request(row, location.pathname, filled({ ...told, picture: file }), true);
}

async function sendToBucket(row, file, told) {
  const begun = await request(row, words.begin, filled({
    ...told, name: file.name, size: file.size, type: file.type,
  }), true);
  if (!begun.ok) return begun;
  const { url, fields, done } = begun.content;
  // The bucket ignores what follows the file, so that it comes last.
  const sent = await request(row, url, filled({ ...fields, file }), false);
  if (!sent.ok) return sent;
  return request(row, done, new FormData(), true);
}

async function send(row, file) {
  const bar = row.querySelector("progress");
  bar.hidden = false;
  bar.value = 0;
  say(row, words.sending);
  const told = { caption: row.querySelector("input").value, is_free_of_personal_data: "on" };
  const answer = await (words.begin ? sendToBucket : sendHere)(row, file, told);
  bar.hidden = true;
  if (!chosen.has(row)) return;
  if (!answer.ok) return say(row, answer.content.problem || words.failed, true);
  say(row, words.sent);
  chosen.delete(row);
  row.remove();
}

function complain(text, at) {
  problem.textContent = text;
  problem.hidden = !text;
  if (text) at.focus();
  return Boolean(text);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (complain(chosen.size ? "" : words.choose, input)) return;
  if (complain(confirmed.checked ? "" : words.confirm, confirmed)) return;
  button.disabled = true;
  for (const [row, file] of [...chosen]) {
    if (file.size <= Number(words.max)) await send(row, file);
  }
  button.disabled = false;
  arrange();
  // What was sent is in the list below, as the server has it.
  if (!chosen.size) {
    location.hash = "uploads";
    location.reload();
  } else list.querySelector(".bad")?.closest("li").querySelector("input").focus();
});
