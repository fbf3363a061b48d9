// In a frame on another homepage: say how tall the page is, and open everything that leads elsewhere in a window of its
// own. The page around listens in appointments/rathaus-termine.js.

const tell = (type, more = {}) => parent.postMessage({ type: `rathaus:${type}`, ...more }, "*"); // a height is no secret

const height = () => tell("height", { height: Math.ceil(document.body.getBoundingClientRect().height) });

new ResizeObserver(height).observe(document.body);
tell("page", { title: document.title });

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || link.target) return;
  const inside = link.origin === location.origin && link.pathname.includes("/termine/");
  if (inside || !/^https?:$/.test(link.protocol)) return;
  link.target = "_blank";
  link.rel = "noopener";
});
