// One's own number on the telephone: asks again every ten seconds and says aloud only what has changed.

const EVERY = 10_000;

async function refresh() {
  if (document.hidden) return;
  const part = document.querySelector("[data-own-number]");
  try {
    const response = await fetch(location.href, { cache: "no-store", credentials: "omit" });
    if (response.ok) replace(part, await response.text());
  } catch {
    // Offline for a moment: the next turn tries again.
  }
}

function replace(part, html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const fresh = page.querySelector("[data-own-number]");
  document.querySelector("[data-own-time]").textContent = page.querySelector("[data-own-time]")?.textContent ?? "";
  if (!fresh || fresh.innerHTML === part.innerHTML) return;
  const isCalled = fresh.dataset.numberState === "called" && part.dataset.numberState !== "called";
  part.dataset.numberState = fresh.dataset.numberState;
  part.replaceChildren(...fresh.childNodes);
  if (isCalled) navigator.vibrate?.([300, 150, 300]);
}

setInterval(refresh, EVERY);
document.addEventListener("visibilitychange", refresh);
