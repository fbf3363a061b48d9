// Comfort on top of pages that work without it. Behaviour hangs on data attributes (table in rathaus/web/README.md);
// all words come from the page, so they are translated there.

const MINUTE = 60_000;
const each = (root, selector, action) => {
  if (root.matches?.(selector)) action(root);
  root.querySelectorAll(selector).forEach(action);
};

/* The clock of a held time. The server's clock counts: the device's own may be wrong. */
function startHold(note) {
  const remaining = note.querySelector("[data-hold-remaining]");
  const voice = note.querySelector("[data-hold-announce]");
  const offset = new Date(note.dataset.holdNow) - Date.now();
  const until = new Date(note.dataset.holdUntil).getTime();
  const left = () => until - Date.now() - offset;
  const marks = [5, 2, 1].filter((mark) => left() > mark * MINUTE);

  const words = (minutes) =>
    ({ 0: note.dataset.textLast, 1: note.dataset.textOne })[minutes] ?? note.dataset.textMany.replace("{minutes}", minutes);

  const show = (text) => {
    remaining.hidden = false;
    if (remaining.textContent !== text) remaining.textContent = text;
  };

  const end = () => {
    clearInterval(timer);
    note.dataset.holdOver = "";
    show(note.dataset.textOver);
    voice.textContent = note.dataset.textOver;
  };

  const tick = () => {
    if (!note.isConnected) return clearInterval(timer);
    if (left() <= 0) return end();
    show(words(Math.floor(left() / MINUTE)));
    if (left() <= marks[0] * MINUTE) voice.textContent = words(marks.shift());
  };

  const timer = setInterval(tick, 1000);
  tick();
}

/* A form is sent once: a second click while it travels does nothing. The words of the button stay. */
function guardSubmit(event) {
  const form = event.target;
  if (form.method !== "post" || form.hasAttribute("data-submit-often")) return;
  if (form.dataset.sent) return event.preventDefault();
  if (event.defaultPrevented && !form.closest("[hx-post], [data-hx-post]")) return;
  form.dataset.sent = "1";
  const button = event.submitter ?? form.querySelector("button:not([type=button])");
  // After this turn: a disabled button would not send its own name and value.
  setTimeout(() => {
    button?.setAttribute("aria-disabled", "true");
    button?.setAttribute("data-busy", "");
  });
}

function releaseForms(root = document) {
  each(root, "form[data-sent]", (form) => {
    delete form.dataset.sent;
    each(form, "[data-busy]", (button) => {
      button.removeAttribute("aria-disabled");
      button.removeAttribute("data-busy");
    });
  });
}

/* Keys of the dashboard. They can be switched off per device (WCAG 2.1.4). */
const KEYS_OFF = "rathaus-shortcuts-off";
const keys = {
  areOn: () => {
    try {
      return !localStorage.getItem(KEYS_OFF);
    } catch {
      return true; // a browser that keeps nothing has kept no refusal
    }
  },
  turn: (on) => {
    try {
      on ? localStorage.removeItem(KEYS_OFF) : localStorage.setItem(KEYS_OFF, "1");
    } catch {
      document.body.toggleAttribute("data-shortcuts", on);
    }
  },
};
const typing = (element) => element.closest?.("input, textarea, select, [contenteditable]");

function onShortcut(event) {
  if (!document.body.hasAttribute("data-shortcuts") || !keys.areOn()) return;
  if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing || event.repeat) return;
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  const action = {
    "/": () => document.querySelector("[data-search]"),
    "?": () => document.getElementById("tastenkuerzel"),
    j: () => neighbourRow(1),
    k: () => neighbourRow(-1),
  }[event.key];
  const target = action ? action() : pageKey(event.key);
  if (!target) return;
  event.preventDefault();
  if (target.matches("dialog")) return openDialog(target);
  if (action || target.matches("input, select, textarea")) return target.focus();
  target.click();
}

const pageKey = (key) => [...document.querySelectorAll("[data-key]")].find((element) => element.dataset.key === key);

function neighbourRow(step) {
  const rows = [...document.querySelectorAll("[data-row]")].filter((row) => row.getClientRects().length);
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const row = here < 0 ? rows.at(step > 0 ? 0 : -1) : rows[here + step];
  return row && (row.matches("a, button") ? row : row.querySelector("[data-row-link], a, button"));
}

function listPageKeys(list) {
  list.querySelectorAll("[data-from-page]").forEach((line) => line.remove());
  document.querySelectorAll("[data-key]").forEach((element) => {
    const key = Object.assign(document.createElement("span"), { className: "key", textContent: element.dataset.key });
    const term = document.createElement("dt");
    const words = document.createElement("dd");
    term.append(key);
    words.textContent = element.dataset.keyLabel || element.textContent.trim();
    [term, words].forEach((line) => line.setAttribute("data-from-page", ""));
    list.append(term, words);
  });
}

function openDialog(dialog) {
  each(dialog, "[data-shortcut-list]", listPageKeys);
  dialog.showModal();
}

/* Links that open a dialog of this page; without a script they lead to the page that says the same. */
function onClick(event) {
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog) {
    event.preventDefault();
    opener.closest("details")?.removeAttribute("open");
    return openDialog(dialog);
  }
  if (event.target.closest("[data-dialog-close]")) return event.target.closest("dialog").close();
  if (event.target.closest("[data-print]")) return window.print();
  const copier = event.target.closest("[data-copy]");
  if (copier) return copyText(copier);
  const menu = event.target.closest("[data-menu]");
  if (menu) toggleMenu(menu);
  document.querySelectorAll("details[data-menu-details][open]").forEach((details) => {
    if (!details.contains(event.target)) details.open = false;
  });
}

/* A button that copies the text of an element; its own words say for a moment that it is done. */
async function copyText(button) {
  const label = button.querySelector(".kern-label") ?? button;
  const words = label.textContent;
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
  label.textContent = button.dataset.copied;
  setTimeout(() => (label.textContent = words), 3000);
}

function toggleMenu(button) {
  const isOpen = button.getAttribute("aria-expanded") !== "true";
  button.setAttribute("aria-expanded", String(isOpen));
  document.getElementById(button.dataset.menu)?.toggleAttribute("data-collapsed", !isOpen);
}

function onEscape(event) {
  if (event.key !== "Escape") return;
  document.querySelectorAll("details[data-menu-details][open]").forEach((details) => {
    details.open = false;
    details.querySelector("summary").focus();
  });
}

/* Filters send themselves a moment after the last change, so arrow keys in a list do not jump the page. */
let filterTimer;
function onChange(event) {
  const form = event.target.form;
  if (event.target.matches("[data-shortcut-switch]")) return keys.turn(event.target.checked);
  if (!form?.hasAttribute("data-autosubmit")) return;
  clearTimeout(filterTimer);
  filterTimer = setTimeout(() => form.requestSubmit(), 600);
}

/* A part of the page that stays fresh, such as the line of the present moment. The focus is not lost. */
function startRefresh(part) {
  const timer = setInterval(async () => {
    const current = document.getElementById(part.id);
    if (!current) return clearInterval(timer);
    if (document.hidden || document.querySelector("dialog[open]") || (current.contains(document.activeElement) && typing(document.activeElement))) return;
    try {
      const response = await fetch(part.dataset.refreshUrl || location.href, { headers: { "X-Refresh": part.id } });
      if (response.ok && !response.redirected) replacePart(current, await response.text());
    } catch {
      // Offline for a moment: the next turn tries again.
    }
  }, Number(part.dataset.refresh) * 1000);
}

function replacePart(current, html) {
  const fresh = new DOMParser().parseFromString(html, "text/html").getElementById(current.id);
  if (!fresh) return;
  const scrolled = [...current.querySelectorAll("[data-keep-scroll][id]")].map((part) => [part.id, part.scrollLeft]);
  const focused = current.contains(document.activeElement) ? document.activeElement : null;
  const place = focused && [focused.id && `#${CSS.escape(focused.id)}`, focused.getAttribute("href") && `[href="${CSS.escape(focused.getAttribute("href"))}"]`].find(Boolean);
  current.replaceWith(fresh);
  scrolled.forEach(([id, left]) => Object.assign(document.getElementById(id) ?? {}, { scrollLeft: left }));
  enhance(fresh, { again: true });
  if (place) fresh.querySelector(place)?.focus({ preventScroll: true });
}

function enhance(root, { again = false } = {}) {
  each(root, "[data-hold-until]", startHold);
  each(root, "[data-print], a[data-dialog], [data-menu]", (element) => (element.hidden = false));
  if (navigator.clipboard) each(root, "[data-copy]", (button) => (button.hidden = false));
  each(root, "[data-menu]", (button) => document.getElementById(button.dataset.menu)?.setAttribute("data-collapsed", ""));
  each(root, "[data-shortcut-switch]", (box) => (box.checked = keys.areOn()));
  each(root, "[data-autosubmit-hide]", (element) => (element.hidden = true));
  root.querySelector("[data-error-summary]")?.focus();
  if (!again) each(root, "[data-refresh][id]", startRefresh);
}

document.addEventListener("submit", guardSubmit);
document.addEventListener("click", onClick);
document.addEventListener("change", onChange);
document.addEventListener("keydown", onShortcut);
document.addEventListener("keydown", onEscape);
document.addEventListener("htmx:afterRequest", () => releaseForms());
document.addEventListener("htmx:afterSwap", (event) => enhance(event.detail.target));
window.addEventListener("pageshow", () => releaseForms());
enhance(document);
