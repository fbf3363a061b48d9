// Report an outage: offer only as many places as the chosen team has, and none to count where everything is missing.
// Without a script all numbers stand there, and the server says how many places the team has.

const form = document.querySelector("form[data-most-places]");
const most = form && JSON.parse(form.dataset.mostPlaces);
const scope = form?.elements.scope;
const options = form ? [...form.querySelectorAll("[name=places]:is(input), [name=places] option")] : [];

function fit() {
  const places = most[scope.value];
  const group = options[0].closest("fieldset") ?? options[0].closest(".kern-form-input");
  group.hidden = !scope.value.startsWith("pool:");
  for (const option of options) {
    const isThere = option.value === "all" || !places || Number(option.value) <= places;
    (option.closest(".kern-form-check") ?? option).hidden = !isThere;
    if (!isThere && (option.checked || option.selected)) choose("1");
  }
}

function choose(value) {
  const option = options.find((found) => found.value === value);
  if ("selected" in option) option.selected = true;
  else option.checked = true;
}

if (form && options.length) {
  scope.addEventListener("change", fit);
  fit();
}
