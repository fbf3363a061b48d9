// Move an appointment by keyboard: `v` on a booking of the day takes it, arrow keys choose a free place, Enter leads to
// the page that asks once more and moves, Escape lets it go. Without a script that page offers the times itself.

const NOTE = "verschieben-hinweis";
let taken = null; // the address of the page that moves the booking, and the booking's own

const note = () => document.getElementById(NOTE);
const say = (text) => note() && (note().textContent = text);
const places = () => [...document.querySelectorAll(".day-grid .slot-free[data-lane]")];
const lane = (place) => Number(place.dataset.lane);
const start = (place) => Number(place.dataset.start);
const nearest = (found, here) => found.sort((a, b) => Math.abs(start(a) - here) - Math.abs(start(b) - here))[0];
const byKeys = () => {
  try {
    return !localStorage.getItem("rathaus-shortcuts-off");
  } catch {
    return true;
  }
};

function take(booking) {
  const row = booking.closest("tr");
  const below = places().find((place) => row.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_FOLLOWING);
  const first = below ?? places()[0];
  if (!first) return say(note().dataset.textNone);
  taken = { move: booking.dataset.move, home: booking.getAttribute("href") };
  say(note().dataset.textStart);
  first.focus();
}

function letGo() {
  const home = document.querySelector(`.booking[href="${CSS.escape(taken.home)}"]`);
  taken = null;
  say(note().dataset.textEnd);
  home?.focus();
}

/* Up and down stay in the lane; left and right lead to the nearest free place of the next lane that has one. */
function neighbour(here, key) {
  const all = places();
  const inLane = all.filter((place) => lane(place) === lane(here)).sort((a, b) => start(a) - start(b));
  const step = { ArrowDown: 1, ArrowUp: -1 }[key];
  if (step) return inLane[inLane.indexOf(here) + step];
  const side = { ArrowRight: 1, ArrowLeft: -1 }[key];
  const beside = all.filter((place) => (lane(place) - lane(here)) * side > 0);
  const next = side > 0 ? Math.min(...beside.map(lane)) : Math.max(...beside.map(lane));
  return nearest(beside.filter((place) => lane(place) === next), start(here));
}

function onKey(event) {
  if (event.altKey || event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
  const booking = event.target.closest?.(".booking[data-move]");
  if (!taken && event.key === "v" && booking && byKeys()) {
    event.preventDefault();
    return take(booking);
  }
  if (!taken) return;
  if (event.key === "Escape") return letGo();
  const here = event.target.closest?.(".slot-free[data-lane]");
  if (!here) return;
  if (event.key === "Enter") {
    event.preventDefault();
    return location.assign(taken.move + new URL(here.href).search);
  }
  if (!event.key.startsWith("Arrow")) return;
  event.preventDefault();
  neighbour(here, event.key)?.focus();
}

document.addEventListener("keydown", onKey);
