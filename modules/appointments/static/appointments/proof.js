// Solves the server's task before a time is held: ALTCHA's own worker calculates, this file asks for the task, waits
// and puts the solution into the form. It begins when a time is chosen, so mostly nobody has to wait.

const WORKERS = Math.min(navigator.hardwareConcurrency || 2, 4);
const PATIENCE = 90_000;

/* Several workers share the tries; the first solution ends them all. Null when there is none in time. */
function solve(workerUrl, challenge) {
  const workers = Array.from({ length: WORKERS }, () => new Worker(workerUrl));
  const found = new Promise((resolve, reject) => {
    workers.forEach((worker, place) => {
      worker.onmessage = ({ data }) => (data?.error ? reject(data.error) : resolve(data));
      worker.onerror = reject;
      worker.postMessage({ type: "work", challenge, counterStart: place, counterStep: WORKERS, timeout: PATIENCE });
    });
  });
  return found.finally(() => workers.forEach((worker) => worker.terminate()));
}

async function prove({ url, worker }) {
  const answer = await fetch(url, { credentials: "omit" });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const { challenge } = await answer.json();
  if (!challenge) return ""; // nothing is asked for at this moment
  const solution = await solve(worker, challenge);
  if (!solution) throw new Error("no solution in time");
  return btoa(JSON.stringify({ challenge, solution }));
}

function guard(part) {
  const form = part.closest("form");
  const field = part.querySelector("[name=rechnung]");
  const status = part.querySelector("[data-proof-status]");
  const trouble = part.querySelector("[data-proof-trouble]");
  let work; // of this page: running or done

  const begin = () => (work ??= prove({ url: part.dataset.proofUrl, worker: part.dataset.proofWorker }));

  const send = async (submitter) => {
    status.textContent = part.dataset.proofBusy;
    try {
      field.value = await begin();
      form.dataset.proven = "1";
      form.requestSubmit(submitter);
    } catch {
      work = undefined; // the next click tries again
      trouble.hidden = false;
    } finally {
      status.textContent = "";
    }
  };

  form.addEventListener("change", () => begin().catch(() => (work = undefined)));
  form.addEventListener("submit", (event) => {
    if (form.dataset.proven) return;
    event.preventDefault();
    if (!status.textContent) send(event.submitter);
  });
  // A page that comes back from the browser's memory has used its solution; the server takes the same form again.
  addEventListener("pageshow", () => delete form.dataset.proven);
  if (form.querySelector("[name=zeit]:checked")) begin().catch(() => (work = undefined));
}

document.querySelectorAll("[data-proof-url]").forEach(guard);
