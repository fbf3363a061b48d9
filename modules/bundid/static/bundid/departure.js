// Posts the form to the BundID by itself. Coming back with the browser's button must not send the person away again.

const [navigation] = performance.getEntriesByType("navigation");
if (navigation?.type !== "back_forward") document.querySelector("form[data-departure]").requestSubmit();
