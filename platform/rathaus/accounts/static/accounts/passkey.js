// Passkeys: fetches the server's question, hands it to the browser, and sends the answer with the page's own form.
// All words come from the page. Without this file, or where a browser has no passkeys, the other ways stay.

const decode = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const encode = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const descriptors = (list) => list?.map((one) => ({ ...one, id: decode(one.id) }));

let waiting; // the question that is open, in the background or because somebody pressed the button
let asking = Promise.resolve(); // the server remembers one question, the last: they go to it one after the other

async function ask(form) {
  const body = new URLSearchParams({ purpose: form.dataset.purpose, host: form.dataset.host ?? "" });
  const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
  const response = await fetch(form.dataset.question, { method: "POST", body, headers });
  if (!response.ok || response.redirected) throw new Error(`question: ${response.status}`);
  return response.json();
}

function toCreate(options) {
  const user = { ...options.user, id: decode(options.user.id) };
  const excludeCredentials = descriptors(options.excludeCredentials) ?? [];
  return { ...options, challenge: decode(options.challenge), user, excludeCredentials };
}

function toGet(options) {
  return { ...options, challenge: decode(options.challenge), allowCredentials: descriptors(options.allowCredentials) ?? [] };
}

function toJson(credential) {
  const names = ["attestationObject", "authenticatorData", "clientDataJSON", "signature", "userHandle"];
  const given = names.filter((name) => credential.response[name]);
  return JSON.stringify({
    id: credential.id,
    rawId: encode(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: Object.fromEntries(given.map((name) => [name, encode(credential.response[name])])),
  });
}

async function answer(form, mediation) {
  waiting?.abort();
  waiting = new AbortController();
  const { signal } = waiting;
  const asked = asking.then(() => signal.throwIfAborted() ?? ask(form));
  asking = asked.catch(() => {});
  const options = await asked;
  const credential =
    form.dataset.purpose === "add"
      ? await navigator.credentials.create({ publicKey: toCreate(options), signal })
      : await navigator.credentials.get({ publicKey: toGet(options), signal, ...(mediation && { mediation }) });
  form.elements.credential.value = toJson(credential);
  form.submit(); // past the submit handlers: the answer is complete
}

function say(form, text) {
  const note = form.parentElement.querySelector("[data-passkey-note]");
  note.textContent = text;
  note.hidden = !text;
}

async function onSubmit(event) {
  const form = event.target;
  event.preventDefault();
  say(form, "");
  try {
    await answer(form);
  } catch (error) {
    if (error.name !== "AbortError") say(form, error.name === "InvalidStateError" ? form.dataset.textKnown : form.dataset.textFailed);
    wait();
  }
}

/* The browser's own suggestion in the address field. It waits in silence: what fails there tells nobody anything. */
async function wait() {
  const form = document.querySelector("[data-passkey-form][data-conditional]");
  const before = waiting;
  if (!form || !(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
  if (waiting === before) answer(form, "conditional").catch(() => {}); // or somebody was quicker and pressed the button
}

function start() {
  if (!window.PublicKeyCredential || !navigator.credentials) return;
  document.querySelectorAll("[data-passkey]").forEach((part) => (part.hidden = false));
  document.querySelectorAll("[data-passkey-missing]").forEach((part) => (part.hidden = true));
  document.querySelectorAll("[data-passkey-form]").forEach((form) => form.addEventListener("submit", onSubmit));
  const first = document.querySelector("[data-passkey-form][data-at-once]");
  if (first) answer(first).catch(wait);
  else wait();
}

start();
