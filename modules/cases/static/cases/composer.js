// The case page: text modules where the cursor stands, by button or by "/", and values to copy.
// Without this script the button sends the form, and the page comes back with the text below what was typed.
const button = document.querySelector("[data-text-modules]");
const area = button?.form.elements.text;
const chooser = button?.form.elements.text_module;

function put(id, from) {
  const known = document.querySelector(`[data-text-module="${CSS.escape(id)}"]`);
  if (!known) return false;
  area.setRangeText(known.content.textContent, from, area.selectionEnd, "end");
  area.focus();
  return true;
}

let slashAt = -1;

function onSlash(event) {
  if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey) return;
  const before = area.value.slice(0, area.selectionStart);
  if (before && !/\s$/.test(before)) return;
  event.preventDefault();
  slashAt = area.selectionStart;
  chooser.value = "";
  chooser.focus();
  try {
    chooser.showPicker?.();
  } catch {
    // Without a list that opens by itself the arrow keys choose.
  }
}

function onChosen() {
  if (slashAt >= 0 && put(chooser.value, slashAt)) slashAt = -1;
}

if (button) {
  document.querySelector("[data-slash-hint]").hidden = false;
  area.addEventListener("keydown", onSlash);
  button.addEventListener("click", (event) => {
    if (put(chooser.value, area.selectionStart)) event.preventDefault();
  });
  chooser.addEventListener("change", onChosen);
  chooser.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && slashAt >= 0) {
      slashAt = -1;
      area.focus();
    }
    if (event.key !== "Enter" || !chooser.value) return;
    event.preventDefault();
    put(chooser.value, area.selectionStart);
  });
}

const said = document.querySelector("[data-copy-said]");
document.querySelectorAll("[data-copy-value]").forEach((one) => {
  if (!navigator.clipboard) return;
  one.hidden = false;
  one.addEventListener("click", async () => {
    await navigator.clipboard.writeText(one.dataset.copyValue);
    one.toggleAttribute("data-done", true);
    said.textContent = said.dataset.copied;
    setTimeout(() => {
      one.removeAttribute("data-done");
      said.textContent = "";
    }, 2000);
  });
});
