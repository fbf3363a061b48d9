// The page "viele Anfragen" sends the same choice again by itself, everybody at a slightly different moment.
const form = document.querySelector("[data-try-again]");
const seconds = Number(form.dataset.tryAgain);
setTimeout(() => form.requestSubmit(), seconds * 1000 * (0.5 + Math.random()));
