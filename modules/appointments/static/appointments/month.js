// The month as a grid for the keyboard: one stop for Tab, arrow keys go from day to day, Home and End to the ends of the
// week, Page Up and Page Down to the other months. Enter presses the button of a free day. Days without a free time can be
// reached as well and say why. Without a script the table stays a table whose free days are buttons.

const MARK = "#tag-";
const STEPS = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 7, ArrowUp: -7 };

const cellsOf = (grid) => [...grid.querySelectorAll("td[data-day]")];
const stopOf = (cell) => cell.querySelector(".day-free") ?? cell;

function prepare(grid) {
  const cells = cellsOf(grid);
  if (!cells.length) return;
  grid.setAttribute("role", "grid");
  grid.setAttribute("aria-describedby", grid.dataset.monthGrid);
  document.getElementById(grid.dataset.monthGrid).hidden = false;
  cells.filter((cell) => cell.dataset.label).forEach((cell) => {
    cell.setAttribute("aria-label", cell.dataset.label);
    cell.setAttribute("aria-disabled", "true");
  });
  const wished = location.hash.startsWith(MARK) && nearest(cells, Number(location.hash.slice(MARK.length)));
  const chosen = cells.find((cell) => cell.querySelector("[aria-pressed=true]"));
  makeStop(cells, wished || chosen || cells.find((cell) => cell.querySelector(".day-free")) || cells[0]);
  if (wished) stopOf(wished).focus();
}

const dayOf = (cell) => Number(cell.dataset.day.slice(8));
const nearest = (cells, day) => cells.findLast((cell) => dayOf(cell) <= day) ?? cells[0];

function makeStop(cells, stop) {
  cells.forEach((cell) => (stopOf(cell).tabIndex = cell === stop ? 0 : -1));
}

function target(cells, cell, key) {
  const place = cells.indexOf(cell);
  if (key in STEPS) return cells[place + STEPS[key]];
  const week = cells.filter((other) => other.parentElement === cell.parentElement);
  return { Home: week[0], End: week.at(-1) }[key];
}

function onKey(event) {
  const grid = event.target.closest?.("[data-month-grid]");
  const cell = grid && event.target.closest("td[data-day]");
  if (!cell || event.altKey || event.ctrlKey || event.metaKey) return;
  const month = { PageUp: grid.dataset.previous, PageDown: grid.dataset.next }[event.key];
  if (month) {
    event.preventDefault();
    return location.assign(`${month}${MARK}${dayOf(cell)}`);
  }
  const cells = cellsOf(grid);
  const next = target(cells, cell, event.key);
  if (!next) return;
  event.preventDefault();
  makeStop(cells, next);
  stopOf(next).focus();
}

document.querySelectorAll("[data-month-grid]").forEach(prepare);
document.addEventListener("keydown", onKey);
