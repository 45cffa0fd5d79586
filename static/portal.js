/* Small comforts on top of pages that already work without script.
   Everything is found by data attributes; nothing here holds words or state. */

const root = document.documentElement;
root.classList.add("has-script");

/* --- One polite voice: the page's only live region is filled, never replaced ------------ */
const region = document.getElementById("status");
function announce(words) {
  if (!region || !words) return;
  region.textContent = "";
  // A pause lets screen readers notice the same sentence said twice.
  setTimeout(() => { region.textContent = words; }, 50);
}

/* --- After a page loads: errors get the focus, messages get read ------------------------ */
const summary = document.querySelector(".error-summary");
if (summary) summary.focus();
const notices = document.querySelector("[data-messages]");
if (notices && !summary) setTimeout(() => announce(notices.innerText.trim()), 400);

/* A link in the error summary leads into the control itself, also in a group of choices. */
document.addEventListener("click", (event) => {
  const link = event.target.closest(".error-summary a[href^='#']");
  if (!link) return;
  const place = document.getElementById(link.hash.slice(1));
  const control = place?.matches("input, select, textarea")
    ? place : place?.querySelector("input, select, textarea");
  if (!control) return;
  event.preventDefault();
  (control.closest(".field") || control).scrollIntoView({ block: "center" });
  control.focus({ preventScroll: true });
});

/* --- Menus: Escape or a press elsewhere closes them -------------------------------------- */
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest?.("details[data-menu][open]")
    || document.querySelector("details[data-menu][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

/* --- Copy: <button data-copy="#id" data-copied="Copied"> ---------------------------------- */
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.querySelector(button.dataset.copy);
  if (!source) return;
  try {
    await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
    announce(button.dataset.copied);
    const words = button.querySelector("[data-words]") || button;
    const before = words.textContent;
    words.textContent = button.dataset.copied;
    setTimeout(() => { words.textContent = before; }, 2000);
  } catch {
    // Without the right to write, the next best is to select it for the person.
    getSelection().selectAllChildren(source);
  }
});

/* --- Live preview: <form data-preview-url data-preview-target="#preview"> ------------------ */
const PAUSE = 400;

class Preview {
  constructor(form) {
    this.form = form;
    this.target = document.querySelector(form.dataset.previewTarget);
    this.timer = 0;
    this.running = null;
    if (!this.target) return;
    for (const kind of ["input", "change"]) form.addEventListener(kind, () => this.later());
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), PAUSE);
  }

  async now() {
    this.running?.abort();
    this.running = new AbortController();
    const content = new FormData(this.form);
    for (const [name, value] of [...content]) if (value instanceof File) content.delete(name);
    this.target.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(this.form.dataset.previewUrl, {
        method: "POST",
        body: content,
        signal: this.running.signal,
        headers: { "X-Requested-With": "fetch" },
      });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      this.target.innerHTML = await answer.text();
      announce(this.target.querySelector("[data-announce]")?.textContent.trim());
    } catch (error) {
      if (error.name === "AbortError") return;
      announce(this.form.dataset.previewFailed);
    }
    this.target.removeAttribute("aria-busy");
  }
}
document.querySelectorAll("form[data-preview-url]").forEach((form) => new Preview(form));

/* --- Waiting: <div id="x" data-refresh="3"> asks again until the answer lacks the attribute - */
function watch(part) {
  const seconds = Number(part.dataset.refresh);
  if (!seconds) return;
  setTimeout(async () => {
    if (document.hidden || part.contains(document.activeElement)) return watch(part);
    try {
      const answer = await fetch(location.href, { headers: { "X-Requested-With": "fetch" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const next = answer.ok && page.getElementById(part.id);
      if (!next) return watch(part);
      if (next.innerHTML !== part.innerHTML) {
        part.innerHTML = next.innerHTML;
        announce(part.querySelector("[data-announce]")?.textContent.trim());
      }
      part.dataset.refresh = next.dataset.refresh || "";
    } catch {
      // The network is away for a moment; the next turn may find it again.
    }
    watch(part);
  }, (document.hidden ? 10 : 1) * seconds * 1000);
}
document.querySelectorAll("[data-refresh][id]").forEach(watch);

/* --- Deadlines: <time data-local=" · %s here"> also says the time in the reader's own zone ---- */
document.querySelectorAll("time[data-local]").forEach((time) => {
  const at = new Date(time.dateTime);
  if (!at.getTimezoneOffset()) return;
  const words = { dateStyle: "medium", timeStyle: "short" };
  const local = at.toLocaleString(document.documentElement.lang || undefined, words);
  time.append(time.dataset.local.replace("%s", local));
});
