// The screen in the waiting room. It runs for weeks: one timer at a time, one list that is replaced, nothing kept.

const SECOND = 1000;
const EVERY = 3 * SECOND;
const PATIENCE = 8 * SECOND; // for one answer
const SLOWEST = 15 * SECOND; // between two tries while the line is down
const MISSES = 2; // a single failure is not worth a word
const YOUNG = 60 * SECOND; // a page this young is not loaded again, whatever two servers say
const body = document.body;
const find = (name) => document.querySelector(`[data-${name}]`);
const list = find("calls");
const clock = find("clock");
const time = new Intl.DateTimeFormat("de-DE", { hour: "2-digit", minute: "2-digit", timeZone: body.dataset.zone });

let keys = [...list.children].map((row) => row.dataset.key);
let dayEnds = Number(body.dataset.dayEnds);
let ahead = 0; // milliseconds by which the server's clock is ahead of ours
let misses = 0;
let sound = body.dataset.sound === "1";

const now = () => Date.now() + ahead;

async function ask() {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), PATIENCE);
  try {
    const response = await fetch(body.dataset.display, { cache: "no-cache", credentials: "omit", signal: abort.signal });
    if (!response.ok) throw new Error(response.status);
    setClock(response.headers.get("Date"));
    show(await response.json());
    misses = 0;
  } catch {
    misses += 1;
  } finally {
    clearTimeout(timer);
  }
  find("offline").hidden = misses < MISSES;
  setTimeout(ask, Math.min(EVERY * Math.max(misses, 1), SLOWEST));
}

/* The Date of an answer has full seconds and is old by its way: only a real difference moves the clock. */
function setClock(date) {
  const difference = new Date(date).getTime() - Date.now();
  if (Math.abs(difference - ahead) > 2 * SECOND) ahead = difference;
}

function show(board) {
  if (board.version !== body.dataset.version && performance.now() > YOUNG) return location.reload();
  dayEnds = board.dayEnds;
  sound = board.hasSound;
  if (board.calls.some((call) => !keys.includes(call.key))) ring();
  draw(board.calls);
  put(find("waiting"), board.waiting);
}

function draw(calls) {
  const fresh = calls.map((call) => call.key);
  if (fresh.join() !== keys.join()) list.replaceChildren(...calls.map((call) => row(call, !keys.includes(call.key))));
  keys = fresh;
  find("empty").hidden = calls.length > 0;
}

function row(call, isNew) {
  const line = document.createElement("tr");
  const label = document.createElement("th");
  const counter = document.createElement("td");
  label.scope = "row";
  label.textContent = call.label;
  counter.textContent = call.counter;
  line.dataset.key = call.key;
  line.toggleAttribute("data-new", isNew);
  line.append(label, counter);
  return line;
}

const put = (element, text) => {
  if (element.textContent !== text) element.textContent = text;
};

/* The clock on the wall; at midnight yesterday's calls go, with or without a server. */
function tick() {
  put(clock, time.format(now()));
  if (dayEnds && now() >= dayEnds && keys.length) draw([]);
}

/* Two tones. Browsers allow sound after the first touch, or at once where the kiosk's settings say so. */
const Audio = window.AudioContext;
const audio = Audio && sound ? new Audio() : null;

function ring() {
  if (!sound || audio?.state !== "running") return;
  [660, 880].forEach((pitch, number) => tone(pitch, audio.currentTime + number * 0.35));
}

function tone(pitch, at) {
  const oscillator = audio.createOscillator();
  const volume = audio.createGain();
  oscillator.frequency.value = pitch;
  volume.gain.setValueAtTime(0.4, at);
  volume.gain.exponentialRampToValueAtTime(0.001, at + 0.6);
  oscillator.connect(volume).connect(audio.destination);
  oscillator.onended = () => volume.disconnect();
  oscillator.start(at);
  oscillator.stop(at + 0.6);
}

function sayWhetherItSounds() {
  const hint = find("sound-off");
  if (hint) hint.hidden = audio?.state === "running";
}

async function allowSound() {
  await audio?.resume();
  sayWhetherItSounds();
}

["pointerdown", "keydown"].forEach((name) => document.addEventListener(name, allowSound));
audio?.addEventListener("statechange", sayWhetherItSounds);
sayWhetherItSounds();
setInterval(tick, SECOND);
tick();
ask();
