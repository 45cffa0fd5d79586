// Keeps the parts of a page marked data-live up to date, without touching what is being typed.
const EVERY_MS = 2000;

function follow(element) {
  if (element.hasAttribute("data-follow")) {
    element.scrollTop = element.scrollHeight;
  }
}

async function refresh() {
  const live = document.querySelectorAll("[data-live]");
  if (live.length === 0 || document.hidden) {
    return;
  }
  const response = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!response.ok) {
    return;
  }
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const element of live) {
    const next = fresh.getElementById(element.id);
    if (next && next.innerHTML !== element.innerHTML) {
      element.replaceChildren(...next.childNodes);
      follow(element);
    }
  }
}

document.querySelectorAll("[data-live]").forEach(follow);
setInterval(() => {
  refresh().catch(() => {
    // The simulator is restarting; the next round finds it again.
  });
}, EVERY_MS);
