// Comfort of the form builder. Without it every button is a plain form; all words come from the page.

const bench = document.getElementById("werkbank");

/* Each edit makes the page older by one: all forms carry the newest number, so that only others' edits collide. */
function takeStand() {
  const stand = document.getElementById("werkzeug")?.dataset.stand;
  if (stand) bench.querySelectorAll('input[name="stand"]').forEach((input) => (input.value = stand));
}

/* The outline marks what is being edited, and undo comes back to it. */
function markLine() {
  const part = document.getElementById("teil")?.dataset.part ?? "";
  bench.querySelectorAll("[data-line]").forEach((line) => {
    if (line.dataset.line === part) line.setAttribute("aria-current", "true");
    else line.removeAttribute("aria-current");
  });
  if (part) document.getElementById(`zeile-${part}`)?.scrollIntoView({ block: "nearest" });
  bench.querySelectorAll("[data-part-here]").forEach((input) => (input.value = part));
  bench.querySelector(".builder")?.classList.toggle("builder--part", part !== "");
}

/* Alt and an arrow move the part whose line or panel has the focus. */
function onKey(event) {
  const step = { ArrowUp: "hoch", ArrowDown: "runter" }[event.key];
  if (!step || !event.altKey || event.ctrlKey || event.metaKey || event.target.closest("select")) return;
  const line = event.target.closest("[data-line]");
  const part = line ? line.dataset.line : event.target.closest("#teil")?.dataset.part;
  const form = document.getElementById("umordnen");
  if (!part || !form) return;
  event.preventDefault();
  form.elements.teil.value = part;
  form.elements.schritt.value = step;
  form.requestSubmit();
}

/* What stood there before comes back when nothing was saved, as when a rule is not finished yet. */
let before = "";
const savedLine = () => bench.querySelector(".builder-saved");

function sayItIsSaving(event) {
  const saved = savedLine();
  if (!saved || event.detail.requestConfig.verb !== "post") return;
  before = saved.textContent;
  saved.textContent = saved.dataset.saving;
}

function sayItIsOver() {
  const saved = savedLine();
  if (saved && saved.textContent === saved.dataset.saving) saved.textContent = before;
}

if (bench) {
  document.addEventListener("htmx:afterSettle", () => {
    takeStand();
    markLine();
  });
  document.addEventListener("htmx:oobAfterSwap", takeStand);
  bench.classList.add("builder-live");
  bench.addEventListener("htmx:beforeRequest", sayItIsSaving);
  document.addEventListener("htmx:afterRequest", sayItIsOver);
  bench.addEventListener("keydown", onKey);
  takeStand();
}
