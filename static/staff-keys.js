/* Single keys of the staff's review, on top of links and buttons that work without them.
   Off while somebody types, with a modifier held, or once the person turned them off. */

const keys = document.getElementById("keys");
const isOn = keys?.dataset.keys === "on";
const voice = document.getElementById("keys-said");

/* What j and k walk over: lines of the list, or what was found in a filing. */
const stops = () => [...document.querySelectorAll("#result_list tbody tr, [data-finding]")]
  .filter((stop) => stop.offsetParent !== null);
const handle = (stop) => stop.querySelector("th a") || stop;
const here = () => stops().findIndex((stop) => stop.contains(document.activeElement));

function say(words) {
  if (voice) voice.textContent = words;
}

function move(step) {
  const all = stops();
  if (!all.length) return;
  const next = Math.min(Math.max(here() + step, 0), all.length - 1);
  const stop = all[here() === -1 ? 0 : next];
  handle(stop).focus();
  stop.scrollIntoView({ block: "nearest" });
  say(`${all.indexOf(stop) + 1} / ${all.length}`);
}

/* Lead to a part of the page: into its first control, else to its button. */
function lead(link) {
  const place = document.querySelector(link.hash);
  const form = place?.closest("form") || place;
  const control = form?.querySelector("textarea, input[type=submit]");
  if (!control) return false;
  control.focus();
  control.scrollIntoView({ block: "center" });
  return true;
}

function press(key) {
  const line = stops()[here()];
  if (key === "j" || key === "k") return move(key === "j" ? 1 : -1);
  if (key === "o") return line?.querySelector("th a")?.click();
  if (key === "?") {
    keys.open = !keys.open;
    keys.querySelector("summary").focus();
    return keys.scrollIntoView({ block: "center" });
  }
  const control = (key === "c" && line?.querySelector("button.claim"))
    || document.querySelector(`[data-key="${key}"]`);
  if (!control) return undefined;
  if (control.hash && lead(control)) return undefined;
  return control.click();
}

document.addEventListener("keydown", (event) => {
  if (!isOn || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("input:not([type=checkbox], [type=submit]), select, textarea, [contenteditable]")) return;
  if (!"jkocarn?".includes(event.key)) return;
  event.preventDefault();
  press(event.key);
});

/* The links of the bar lead into the form at once. */
document.querySelectorAll(".review-bar a[href^='#']").forEach((link) => {
  link.addEventListener("click", (event) => { if (lead(link)) event.preventDefault(); });
});

/* A standard phrase goes into the remark, where it can be changed. */
document.querySelectorAll("select[data-phrases]").forEach((select) => {
  select.addEventListener("change", () => {
    const remark = document.getElementById(select.dataset.phrases);
    if (!select.value || !remark) return;
    remark.value = [remark.value.trim(), select.value].filter(Boolean).join(" ");
    select.value = "";
    remark.focus();
  });
});
