"""What axe finds on a page. A page that is built like one already examined in this process is not examined again."""

import hashlib
from typing import Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Frame, Page

AXE: Final = Axe().axe_script
# Only what is wrong comes back: all that axe found in order is megabytes, and selectors are half of its work.
FIND_VIOLATIONS: Final = """() => axe.run({
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], resultTypes: ["violations"], selectors: false,
}).then(({violations}) => violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.html}`)))"""
# All that axe's rules go by, without the words: the tree, every attribute (of names and addresses only whether there
# is one, and whether what it points at is there), how fields stand, what has the focus, what scrolls, what is near a
# target that is too small, the window and its style. Of equal neighbours, as in a long list, two count.
SKELETON: Final = r"""() => {
  const SPOKEN = new Set(["action", "alt", "aria-label", "datetime", "formaction", "name", "placeholder", "src",
    "srcset", "title", "value"]);
  const POINTING = new Set(["aria-activedescendant", "aria-controls", "aria-describedby", "aria-details",
    "aria-errormessage", "aria-flowto", "aria-labelledby", "aria-owns", "for", "form", "headers", "list"]);
  const KEPT_WHOLE = "html, head *, iframe";
  const STATES = [":checked", ":disabled", ":focus", ":indeterminate", ":invalid", ":modal", ":open",
    ":placeholder-shown", ":popover-open", ":read-only", ":required", ":user-invalid"];
  const TARGETS = "a, area, button, input, select, summary, textarea, [tabindex], [role]";
  const MEDIA = ["(prefers-color-scheme: dark)", "(forced-colors: active)", "(prefers-contrast: more)",
    "(prefers-reduced-motion: reduce)", "(display-mode: standalone)", "print"];
  const NEAR = 24;

  const ids = new Map();
  for (const {id} of document.querySelectorAll("[id]")) ids.set(id, (ids.get(id) || 0) + 1);
  const boxes = new Map([...document.querySelectorAll(TARGETS)]
    .map((target) => [target, target.getBoundingClientRect()]).filter(([, box]) => box.width && box.height));
  const amount = (text) => Math.min(text.trim().length, 2);
  const words = ({data, parentElement}) => (parentElement?.localName === "style" ? data : amount(data));

  const worth = (element, name, value) => {
    if (element.matches(KEPT_WHOLE)) return value;
    if (name === "id") return ids.get(value) > 1 ? "again" : "";
    if (POINTING.has(name)) return value.split(/\s+/).map((id) => id && (ids.get(id) || "lost")).join();
    if (name === "href" && value[0] === "#") return ids.has(value.slice(1)) ? "#" : "#lost";
    if (SPOKEN.has(name) || name === "href" || name.startsWith("hx-")) return amount(value);
    return name.startsWith("data-") ? value.replace(/[0-9a-f]{8}[0-9a-f-]*|\d+/g, "0") : value;
  };
  const stands = (element) => STATES.filter((state) => CSS.supports(`selector(${state})`) && element.matches(state));
  const surroundings = (element) => {
    const box = boxes.get(element);
    if (!box || (box.width >= NEAR && box.height >= NEAR)) return "";
    return [...boxes].filter(([other, {left, right, top, bottom}]) => other !== element && left < box.right + NEAR &&
      right > box.left - NEAR && top < box.bottom + NEAR && bottom > box.top - NEAR)
      .map(([, {x, y, width, height}]) => [x - box.x, y - box.y, width, height, box.width, box.height].map(Math.round));
  };
  const scrolls = (element) => element.clientWidth &&
    [element.scrollWidth > element.clientWidth, element.scrollHeight > element.clientHeight].map(Number).join("");

  const build = (element) => {
    const attributes = [...element.attributes].map(({name, value}) => `${name}=${worth(element, name, value)}`).sort();
    const inside = [];
    for (const node of [...(element.shadowRoot?.childNodes || []), ...element.childNodes]) {
      const part = node.nodeType === Node.ELEMENT_NODE ? build(node)
        : node.nodeType === Node.TEXT_NODE && amount(node.data) ? words(node) : null;
      if (part !== null && !(part === inside.at(-1) && part === inside.at(-2))) inside.push(part);
    }
    const has = [amount(element.value?.toString?.() || ""), element.open || "", scrolls(element)];
    const facts = [element.localName, attributes, stands(element), has, surroundings(element)];
    return `<${facts.join(" ")}>${inside.join("")}</>`;
  };
  const media = MEDIA.map((query) => matchMedia(query).matches);
  return [innerWidth, media, navigator.standalone, document.compatMode, build(document.documentElement)].join("\n");
}"""

_examined: set[bytes] = set()  # skeletons in which axe found nothing


def violations_in(page: Page | Frame) -> list[str]:
    """Return what axe finds on a page or in a frame: rule and element.

    Many journeys pass the same page; its second examination in the same window, language and state could only find
    what the first one found. A page that shows an error, a step more or another module is another one and is examined.
    """
    skeleton = hashlib.sha256(page.evaluate(SKELETON).encode()).digest()
    if skeleton in _examined:
        return []
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found: list[str] = page.evaluate(FIND_VIOLATIONS)
    if not found:
        _examined.add(skeleton)
    return found
