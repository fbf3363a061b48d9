// The app's worker. /sw.js gives it its facts in self.rathaus and loads this file. It registers only where somebody
// uses the app, takes messages or keeps pages (app.js, devices.js), and it knows two stores:
//   PUBLIC   the offline page and the assets it needs, renewed with each version
//   PRIVATE  a citizen's own pages, only if they have said that this device is theirs alone (ADR 12), and only pages
//            that the server allows by the header Rathaus-Keep, which names the person by a pseudonym
const { version, name, icon, assets, offline, signIn, untouched, keptDays } = self.rathaus;
const PUBLIC = `rathaus-${version}`;
const PRIVATE = "rathaus-private";
const MARK = "/rathaus-mark"; // no page of the site: the entry that says whose device this is
const MOST_PAGES = 30;
const LASTING = /\.[0-9a-f]{12}\.\w+$|^\/branding-[0-9a-f]+\.css$|^\/dateien\/o\//; // addresses that hold a hash of the content
const SHOWN = ["Content-Type", "Content-Security-Policy", "X-Content-Type-Options"];

const withoutLanguage = (path) => path.replace(/^\/(en|de-einfach)(?=\/)/, "");
const isUntouched = (path) => untouched.some((start) => withoutLanguage(path).startsWith(start));

self.addEventListener("install", (event) => event.waitUntil(fill().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(tidy().then(() => self.clients.claim())));

async function fill() {
  const cache = await caches.open(PUBLIC);
  const get = (path) => cache.add(new Request(path, { credentials: "omit", cache: "no-cache" }));
  await Promise.all(offline.map(([, path]) => get(path)));
  await Promise.allSettled(assets.map(get)); // a picture that is missing is no reason to have no offline page
}

async function tidy() {
  const names = await caches.keys();
  await Promise.all(names.filter((found) => ![PUBLIC, PRIVATE].includes(found)).map((found) => caches.delete(found)));
}

/* --- Pages and assets --- */

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin || isUntouched(url.pathname)) return;
  if (request.mode === "navigate") {
    if (request.destination === "document") event.respondWith(page(event, url)); // not what stands in a frame
  } else if (LASTING.test(url.pathname)) event.respondWith(lasting(request));
  else if (assets.includes(url.pathname)) event.respondWith(fetch(request).catch(() => stored(request)));
});

const stored = async (request) => (await caches.match(request, { cacheName: PUBLIC, ignoreVary: true })) ?? Response.error();

async function lasting(request) {
  const cache = await caches.open(PUBLIC);
  const known = await cache.match(request);
  if (known) return known;
  const response = await fetch(request);
  if (response.ok) await cache.put(request, response.clone());
  return response;
}

async function page(event, url) {
  if (signIn.includes(url.pathname)) await forgetPages(); // whoever is sent here has no session any more
  try {
    const response = await fetch(event.request);
    const person = response.ok && response.headers.get("Rathaus-Keep");
    if (person) event.waitUntil(keep(url, response.clone(), person));
    return response;
  } catch {
    return (await kept(url)) ?? offlinePage(url.pathname);
  }
}

async function offlinePage(path) {
  const [, found] = offline.find(([start]) => path.startsWith(start));
  return stored(found);
}

/* --- A private device --- */

async function markOf() {
  if (!(await caches.has(PRIVATE))) return null; // opening it would make it
  const found = await caches.match(MARK, { cacheName: PRIVATE });
  return found ? found.json() : null;
}

async function keep(url, response, person) {
  const mark = await markOf();
  if (!mark) return;
  if (mark.person !== person) return caches.delete(PRIVATE); // somebody else signed in: the device is not one person's
  const cache = await caches.open(PRIVATE);
  const headers = new Headers(SHOWN.filter((key) => response.headers.has(key)).map((key) => [key, response.headers.get(key)]));
  headers.set("Rathaus-Kept-At", new Date().toISOString());
  await cache.delete(url.href); // put again, so that the keys stand in the order of their last use
  await cache.put(url.href, new Response(await response.blob(), { headers }));
  const pages = await keptPages(cache);
  await Promise.all(pages.slice(0, -MOST_PAGES).map((request) => cache.delete(request)));
}

const keptPages = async (cache) => (await cache.keys()).filter((request) => new URL(request.url).pathname !== MARK);

async function kept(url) {
  if (!(await markOf())) return null;
  const found = await caches.match(url.href, { cacheName: PRIVATE });
  if (!found) return null;
  const at = found.headers.get("Rathaus-Kept-At");
  if (Date.now() - new Date(at) > keptDays * 86_400_000) return forgetPages().then(() => null);
  const html = (await found.text()).replace("<body", `<body data-kept-at="${at}"`);
  return new Response(html, { headers: found.headers });
}

async function forgetPages() {
  if (!(await caches.has(PRIVATE))) return;
  const cache = await caches.open(PRIVATE);
  await Promise.all((await keptPages(cache)).map((request) => cache.delete(request)));
}

/* --- What a page of the site may ask for; it gets the state as the answer --- */

const deeds = {
  state: async () => {},
  async keep({ person }) {
    const cache = await caches.open(PRIVATE);
    await cache.put(MARK, new Response(JSON.stringify({ person })));
  },
  forget: () => caches.delete(PRIVATE),
  async leave() {
    await caches.delete(PRIVATE);
    const subscription = await self.registration.pushManager?.getSubscription();
    await subscription?.unsubscribe();
  },
};

self.addEventListener("message", (event) => {
  const { deed, ...facts } = event.data ?? {};
  if (!Object.hasOwn(deeds, deed)) return;
  event.waitUntil(deeds[deed](facts).then(async () => event.ports[0]?.postMessage(await markOf())));
});

/* --- Messages --- */

self.addEventListener("push", (event) => {
  const { title = name, body = "", path = "/", tag } = event.data?.json() ?? {};
  event.waitUntil(self.registration.showNotification(title, { body, tag, icon, badge: icon, data: { path } }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(show(event.notification.data?.path ?? "/"));
});

async function show(path) {
  const asked = new URL(path, location.origin);
  const url = asked.origin === location.origin ? asked : new URL("/", location.origin);
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const open = windows.find((found) => new URL(found.url).pathname === url.pathname);
  return open ? open.focus() : self.clients.openWindow(url.href);
}
