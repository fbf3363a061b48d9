// The tablet at the entrance: goes back to its first page, listens to a scanner, reads QR codes with its camera.
// Everything works without this file, one tap more here and there. All words come from the page.

const SECOND = 1000;
const LAST_SECONDS = 15;
const SCAN_PAUSE = 120; // milliseconds: a scanner types faster than anybody
const body = document.body;
const home = body.dataset.home;
const field = document.querySelector(".kiosk-code input");

/* Back to the first page when nobody is here any more; the last seconds are said and can be had again. */
let idleSince = Date.now();
const note = document.querySelector("[data-idle-note]");
const words = note.querySelector("[data-idle-words]");
const isHome = () => location.pathname === home && !location.search && !document.querySelector("[data-error-summary], .kern-error");
const stay = () => {
  idleSince = Date.now();
  note.hidden = true;
};

function tick() {
  if (isHome() && !field?.value) return stay();
  const left = Math.ceil(Number(body.dataset.idle) - (Date.now() - idleSince) / SECOND);
  if (left <= 0) return location.replace(home);
  if (left > LAST_SECONDS) return;
  const text = note.dataset.text.replace("{seconds}", left);
  if (note.hidden || left % 5 === 0) words.textContent = text; // spoken now and then, not each second
  note.hidden = false;
}
setInterval(tick, SECOND);
["pointerdown", "keydown", "scroll"].forEach((name) => document.addEventListener(name, stay, { passive: true }));

/* A scanner is a keyboard: what it types goes into the field, wherever the focus is, and Enter sends it. */
let scanned = "";
let lastKey = 0;
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("input")) return;
  if (event.timeStamp - lastKey > SCAN_PAUSE) scanned = "";
  lastKey = event.timeStamp;
  if (event.key === "Enter" && scanned.length > 5) {
    event.preventDefault();
    return send(scanned);
  }
  if (event.key.length === 1 && event.key !== " ") scanned += event.key;
});

function send(code) {
  const input = field ?? document.querySelector("[data-scan-form] input");
  input.value = code;
  input.form.requestSubmit();
}

/* The camera, where the browser can read QR codes by itself. */
const button = document.querySelector("[data-camera]");
const view = document.querySelector("[data-camera-view]");
if (button && "BarcodeDetector" in window && navigator.mediaDevices) button.hidden = false;
button?.addEventListener("click", startCamera);

async function startCamera() {
  try {
    view.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "user" } });
  } catch {
    const said = document.querySelector("[data-camera-words]");
    said.textContent = said.dataset.denied;
    return;
  }
  view.hidden = false;
  button.hidden = true;
  await view.play();
  look(new BarcodeDetector({ formats: ["qr_code"] }));
}

async function look(detector) {
  const [found] = await detector.detect(view).catch(() => []);
  if (!found) return void setTimeout(look, 200, detector);
  view.srcObject.getTracks().forEach((track) => track.stop());
  send(found.rawValue);
}

/* A printer beside the tablet: the number comes out at once, and once only. */
const isReloaded = performance.getEntriesByType("navigation")[0]?.type === "reload";
if (body.hasAttribute("data-print-now") && !isReloaded) window.print();
