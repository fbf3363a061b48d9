// Comfort while filling in: fields that come and go are said aloud, nothing typed meanwhile is lost, and the device may
// tell where it is. Without this file everything happens on "Speichern und weiter".

const form = document.querySelector("[data-filling]");
let typedAt = 0;
let askedAt = 0;

function onAnswer(event) {
  if (event.detail.target?.id !== "felder") return;
  // Whoever typed on while the answer travelled gets the next one, which knows what they typed.
  const isBusy = typedAt > askedAt || form.querySelector("[data-uploading]");
  if (isBusy || event.detail.xhr.status !== 200) event.detail.shouldSwap = false;
}

function onSwapped(event) {
  if (event.detail.target?.id !== "felder") return;
  const status = form.querySelector("[data-fields-status]");
  status.textContent = "";
  setTimeout(() => (status.textContent = status.dataset.text), 50);
  showLocating(form);
}

function showLocating(root) {
  if (!navigator.geolocation) return;
  root.querySelectorAll("[data-locate-part]").forEach((part) => (part.hidden = false));
}

function locate(button) {
  const point = button.closest("[data-point]");
  const status = point.querySelector("[data-locate-status]");
  const fill = (part, value) => (point.querySelector(`[name$=".${part}"]`).value = value.toFixed(6));
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      fill("lat", coords.latitude);
      fill("lon", coords.longitude);
      status.textContent = status.dataset.done;
    },
    () => (status.textContent = status.dataset.failed),
    { enableHighAccuracy: true, timeout: 15_000 },
  );
}

if (form) {
  form.addEventListener("input", () => (typedAt = performance.now()));
  form.addEventListener("htmx:beforeRequest", () => (askedAt = performance.now()));
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-locate]");
    if (button) locate(button);
  });
  document.addEventListener("htmx:beforeSwap", onAnswer);
  document.addEventListener("htmx:afterSwap", onSwapped);
  showLocating(form);
}
