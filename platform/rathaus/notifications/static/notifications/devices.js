// Messages on this device, and "this device is mine alone". Both are things that only a script can do; without one the
// pages say so. All words come from the page.
const canKeep = () => "serviceWorker" in navigator && "caches" in window;

const show = (root, name) => {
  root.querySelectorAll("[data-when]").forEach((part) => (part.hidden = part.dataset.when !== name));
};

/* --- The worker --- */

async function startWorker() {
  await navigator.serviceWorker.register("/sw.js", { scope: "/", updateViaCache: "none" });
  return navigator.serviceWorker.ready;
}

/* Ask for a deed; returns whose device this is, null if nobody's. */
async function askWorker(deed, facts = {}) {
  const { active } = await startWorker();
  return new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = (event) => resolve(event.data);
    active.postMessage({ deed, ...facts }, [channel.port2]);
  });
}

/* --- Messages on this device --- */

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));
const asText = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));

async function subscribe(form) {
  if ((await Notification.requestPermission()) !== "granted") return false;
  const registration = await startWorker();
  await (await registration.pushManager.getSubscription())?.unsubscribe(); // one that we do not know, or of another key
  const options = { userVisibleOnly: true, applicationServerKey: bytes(form.dataset.key) };
  const subscription = await registration.pushManager.subscribe(options);
  form.elements.endpoint.value = subscription.endpoint;
  form.elements.p256dh.value = asText(subscription.getKey("p256dh"));
  form.elements.auth.value = asText(subscription.getKey("auth"));
  return true;
}

async function offerMessages(root) {
  if (!canKeep() || !("PushManager" in window) || !("Notification" in window)) return show(root, "impossible");
  if (Notification.permission === "denied") return show(root, "denied");
  const registration = await navigator.serviceWorker.getRegistration("/");
  const subscription = await registration?.pushManager.getSubscription();
  const known = JSON.parse(root.dataset.endpoints);
  show(root, subscription && known.includes(await digest(subscription.endpoint)) ? "on" : "off");
  const form = root.querySelector("form[data-subscribe]");
  root.querySelector("[data-turn-on]").addEventListener("click", async () => {
    try {
      (await subscribe(form)) ? form.submit() : show(root, "denied");
    } catch {
      show(root, "failed");
    }
  });
}

/* The page knows the addresses by their hash only: they are secrets. */
async function digest(text) {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/* --- A device of one's own --- */

async function offerKeeping(root) {
  if (!canKeep()) return show(root, "impossible");
  const { person } = root.dataset;
  const refresh = (mark) => show(root, mark?.person === person ? "on" : "off");
  const registration = await navigator.serviceWorker.getRegistration("/");
  refresh(registration ? await askWorker("state") : null);
  const deed = (name) => async () => refresh(await askWorker(name, { person }));
  root.querySelector("[data-keep]").addEventListener("click", deed("keep"));
  root.querySelector("[data-forget]").addEventListener("click", deed("forget"));
}

document.querySelectorAll("[data-push]").forEach(offerMessages);
document.querySelectorAll("[data-private-device]").forEach(offerKeeping);
