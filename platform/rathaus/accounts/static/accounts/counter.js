// A shared counter: tells the server that somebody is here, and draws a curtain when nobody is. What was typed stays in
// the page behind the curtain; it opens when the same person has proven themselves in another window.

const curtain = document.getElementById("gesperrt");
const { counter, token, present, signIn } = curtain.dataset;
const pauseAfter = Number(counter) * 1000;
const SAY_EVERY = 60_000;
const windows = new BroadcastChannel("rathaus-counter"); // who works in one window is there for all
let seenAt = Date.now();
let saidAt = Date.now();

async function tell(body = "") {
  saidAt = Date.now();
  const headers = { "X-CSRFToken": token, "Content-Type": "application/x-www-form-urlencoded" };
  const response = await fetch(present, { method: "POST", headers, body }).catch(() => null);
  if (!response?.ok) return; // offline for a moment
  const state = await response.text();
  if (state === "gone") return location.assign(signIn);
  state === "paused" ? draw() : open();
}

function draw() {
  document.body.dataset.paused = "";
  if (!curtain.open) curtain.showModal();
}

function open() {
  delete document.body.dataset.paused;
  if (curtain.open) curtain.close();
  seenAt = Date.now();
}

function onWork() {
  if (curtain.open) return;
  seenAt = Date.now();
  windows.postMessage("here");
  if (seenAt - saidAt > SAY_EVERY) tell();
}

function tick() {
  if (document.hidden || curtain.open || Date.now() - seenAt < pauseAfter) return;
  draw();
  tell("away=1");
}

function onReturn() {
  if (document.hidden) return;
  seenAt = Date.now();
  tell();
}

["keydown", "pointerdown", "wheel"].forEach((name) => document.addEventListener(name, onWork, { passive: true }));
document.addEventListener("visibilitychange", onReturn);
window.addEventListener("focus", () => curtain.open && onReturn());
windows.addEventListener("message", () => (seenAt = Date.now()));
curtain.addEventListener("cancel", (event) => event.preventDefault());
setInterval(tick, 1000);
