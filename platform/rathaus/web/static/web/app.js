// The installed app, on citizens' pages. Without somebody's own doing nothing is put on a device (§ 25 TDDDG): the worker
// registers when the site runs as an app, or when a person asks for messages or for pages without a connection.
const isApp = () => navigator.standalone === true || matchMedia("(display-mode: standalone)").matches;

/* A page that was kept for the time without a connection says so, and from when it is. */
function showAge() {
  const note = document.querySelector("[data-kept-note]");
  const at = document.body.dataset.keptAt;
  if (!note || !at) return;
  const options = { dateStyle: "medium", timeStyle: "short" };
  note.querySelector("[data-kept-time]").textContent = new Date(at).toLocaleString(document.documentElement.lang, options);
  note.hidden = false;
}

/* Signing out: the server's Clear-Site-Data removes all of it; this does so where a browser does not know the header. */
function clearOnLeaving() {
  document.querySelectorAll("form[data-leaves]").forEach((form) =>
    form.addEventListener("submit", () => navigator.serviceWorker.controller?.postMessage({ deed: "leave" })),
  );
}

/* The button "Als App einrichten", where the browser offers it. */
function offerInstalling() {
  const button = document.querySelector("[data-install]");
  addEventListener("beforeinstallprompt", (event) => {
    if (!button) return;
    event.preventDefault();
    button.hidden = false;
    button.addEventListener("click", () => event.prompt(), { once: true });
  });
  if (isApp()) document.querySelectorAll("[data-not-in-app]").forEach((part) => (part.hidden = true));
}

showAge();
offerInstalling();
if ("serviceWorker" in navigator && "caches" in window) {
  clearOnLeaving();
  if (isApp()) navigator.serviceWorker.register("/sw.js", { scope: "/", updateViaCache: "none" });
}
