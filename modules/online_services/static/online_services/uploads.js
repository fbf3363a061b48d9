// Files are sent one by one as soon as they are chosen, in parts that go on where a lost connection broke off. Without
// this file they come with the form.

const PART = 512 * 1024;
const TRIES = 8;
const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value;

async function ask(url, body, headers = {}) {
  const csrf = token();
  const answer = await fetch(url, { method: "POST", body, headers: { ...headers, ...(csrf && { "X-CSRFToken": csrf }) } });
  const told = answer.status === 204 ? {} : await answer.json().catch(() => ({}));
  return { ok: answer.ok, status: answer.status, ...told };
}

class Line {
  constructor(field, file) {
    this.field = field;
    this.status = field.querySelector("[data-upload-status]");
    this.item = document.createElement("li");
    this.item.className = "upload-line";
    this.name = Object.assign(document.createElement("strong"), { textContent: file.name });
    this.bar = Object.assign(document.createElement("progress"), { max: file.size, value: 0 });
    this.bar.setAttribute("aria-label", file.name);
    this.problem = Object.assign(document.createElement("span"), { className: "upload-problem" });
    const words = document.createElement("span");
    words.className = "break-anywhere";
    words.append(this.name, this.bar, this.problem);
    this.item.append(words);
    field.querySelector("[data-upload-list]").append(this.item);
  }

  say(text) {
    this.status.textContent = text;
  }

  show(received) {
    this.bar.value = received;
  }

  fail(problem) {
    this.bar.remove();
    this.problem.textContent = problem;
    this.item.prepend(symbol("danger"));
    this.say(`${this.name.textContent}: ${problem}`);
  }

  done(told) {
    this.bar.remove();
    this.name.textContent = told.filename;
    this.item.dataset.uploadId = told.id;
    this.item.prepend(symbol("success"));
    this.item.append(removeButton(this.status, told));
    this.say(`${this.status.dataset.done} ${told.filename}`);
    count(this.field);
  }
}

function symbol(name) {
  const icon = Object.assign(document.createElement("span"), { className: `kern-icon kern-icon--${name}` });
  icon.setAttribute("aria-hidden", "true");
  return icon;
}

function removeButton(status, told) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "kern-btn kern-btn--tertiary";
  button.dataset.removeUrl = told.remove_url;
  const label = Object.assign(document.createElement("span"), { className: "kern-label", textContent: status.dataset.removeLabel });
  const which = Object.assign(document.createElement("span"), { className: "kern-sr-only", textContent: `: ${told.filename}` });
  label.append(which);
  button.append(label);
  return button;
}

function count(field) {
  const here = field.querySelectorAll("[data-upload-id]").length;
  field.querySelector("[data-upload-add]").hidden = here >= Number(field.dataset.max);
}

async function send(field, file) {
  const line = new Line(field, file);
  const body = JSON.stringify({ place: field.dataset.place, filename: file.name, size: file.size });
  let told = { received: 0 };
  for (let tries = 0; tries < TRIES; ) {
    try {
      if (!told.url) told = await ask(field.dataset.url, body, { "Content-Type": "application/json" });
      else told = { ...told, ...(await ask(told.url, file.slice(told.received, told.received + PART), { "Content-Type": "application/octet-stream", "Upload-Offset": String(told.received) })) };
      if (told.problem) return line.fail(told.problem);
      if (told.status >= 400) return line.fail(line.status.dataset.stopped);
      line.show(told.received);
      if (told.is_ready) return line.done(told);
      tries = 0;
    } catch {
      line.say(line.status.dataset.failed);
      await wait(Math.min(1000 * 2 ** tries, 20_000));
      tries += 1;
      if (told.url) told.received = await here(told);
    }
  }
  line.fail(line.status.dataset.stopped);
}

async function here(told) {
  try {
    return (await (await fetch(told.url)).json()).received;
  } catch {
    return told.received;
  }
}

async function choose(event) {
  const input = event.target;
  const field = input.closest?.("[data-upload]");
  if (!field || input.type !== "file") return;
  event.stopPropagation(); // the files go on their own: no rule waits for them
  const files = [...input.files];
  input.value = "";
  field.dataset.uploading = ""; // the page stays as it is until the last file is here
  for (const file of files) await send(field, file);
  delete field.dataset.uploading;
  field.dispatchEvent(new Event("change", { bubbles: true })); // rules that waited may change the page now
}

async function remove(event) {
  const button = event.target.closest("[data-remove-url]");
  if (!button) return;
  const [field, line] = [button.closest("[data-upload]"), button.closest("li")];
  const answer = await ask(button.dataset.removeUrl, "");
  if (!answer.ok && answer.status !== 404) return;
  const status = field.querySelector("[data-upload-status]");
  status.textContent = `${status.dataset.removed} ${line.querySelector("strong").textContent}`;
  line.remove();
  count(field);
  field.querySelector("[type=file]").focus();
}

document.addEventListener("change", choose, true);
document.addEventListener("click", remove);
