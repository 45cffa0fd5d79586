/* Passkeys: asks the browser for one, puts its answer into the form, and sends the form.
   webauthn-json.js, which stands before this file, turns the answers into JSON.
   <form data-passkey="create | get | sign-in"> with a hidden field `credential`; the first two
   read their options from <script type="application/json" id="js_data">, the last asks for them.
   Words are in the form's data-cancelled, data-known and data-failed. */

// An address of digits has no name that a passkey could belong to.
const nameless = /^[\d.]+$|^\[/.test(location.hostname);
const works = Boolean(window.PublicKeyCredential && window.webauthnJSON) && !nameless;

for (const part of document.querySelectorAll("[data-passkey-works]")) part.hidden = !works;
for (const part of document.querySelectorAll("[data-passkey-missing]")) {
  part.hidden = works || (part.dataset.passkeyMissing === "nameless") !== nameless;
}

async function options(form) {
  if (form.dataset.passkey !== "sign-in") {
    return JSON.parse(document.getElementById("js_data").textContent);
  }
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

async function create(form) {
  const { creation_options: asked } = await options(form);
  const alone = form.elements.passwordless?.checked;
  Object.assign(asked.publicKey.authenticatorSelection, {
    residentKey: alone ? "required" : "discouraged",
    requireResidentKey: Boolean(alone),
    userVerification: alone ? "required" : "preferred",
  });
  return window.webauthnJSON.create(asked);
}

async function get(form) {
  return window.webauthnJSON.get((await options(form)).request_options);
}

function explain(form, error) {
  const words = { NotAllowedError: form.dataset.cancelled, InvalidStateError: form.dataset.known };
  const place = form.querySelector("[data-passkey-problem]");
  place.textContent = words[error.name] || form.dataset.failed;
  place.hidden = false;
  place.focus();
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!works || form.hasAttribute("aria-busy")) return;
    form.setAttribute("aria-busy", "true");
    form.querySelector("[data-passkey-problem]").hidden = true;
    try {
      const credential = await (form.dataset.passkey === "create" ? create(form) : get(form));
      form.elements.credential.value = JSON.stringify(credential);
      form.submit();
    } catch (error) {
      explain(form, error);
    }
    form.removeAttribute("aria-busy");
  });
}
