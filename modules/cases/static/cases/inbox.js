// The list of cases: x chooses the row with the focus, and the bar says how many are chosen.
const form = document.querySelector("form[data-bulk]");
const boxes = () => [...form.querySelectorAll("input[name=vorgang]")];
const typing = (element) => element.closest?.("input:not([type=checkbox]), textarea, select");

function say() {
  const line = form.querySelector("[data-bulk-count]");
  const count = boxes().filter((box) => box.checked).length;
  line.dataset.none ??= line.textContent;
  const words = count === 1 ? line.dataset.one : line.dataset.many.replace("{count}", count);
  line.textContent = count ? words : line.dataset.none;
}

function onKey(event) {
  if (event.key !== "x" || event.altKey || event.ctrlKey || event.metaKey || typing(event.target)) return;
  if (localStorage.getItem("rathaus-shortcuts-off") || document.querySelector("dialog[open]")) return;
  const box = document.activeElement.closest("[data-row]")?.querySelector("input[name=vorgang]");
  if (!box) return;
  event.preventDefault();
  box.checked = !box.checked;
  say();
}

if (form) {
  form.addEventListener("change", say);
  document.addEventListener("keydown", onKey);
  say();
}
