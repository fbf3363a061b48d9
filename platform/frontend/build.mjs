// Copies what the product serves from node_modules to dist/: KERN UX, three cuts of Fira Sans, htmx, the worker of
// ALTCHA that solves tasks, and their licences.
// Nothing is changed on the way except the font style sheet, which names only the cuts in use.
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const dist = join(here, "dist");
const kern = join(modules, "@kern-ux", "native");
const htmx = join(modules, "htmx.org");
const altcha = join(modules, "altcha");

const CUTS = { Regular: 400, Medium: 500, SemiBold: 600 };

const FILES = [
  [join(kern, "dist", "kern.min.css"), "kern/kern.min.css"],
  [join(kern, "LICENSE.md"), "kern/LICENSE.md"],
  [join(htmx, "dist", "htmx.min.js"), "htmx.min.js"],
  [join(htmx, "LICENSE"), "htmx.LICENSE.txt"],
  [join(altcha, "dist", "workers", "pbkdf2.js"), "altcha/pbkdf2.js"],
  [join(altcha, "LICENSE.txt"), "altcha/LICENSE.txt"],
  ...Object.keys(CUTS).map((cut) => [
    join(kern, "dist", "fonts", "fira-sans", `FiraSans-${cut}.woff2`),
    `kern/fonts/FiraSans-${cut}.woff2`,
  ]),
];

const fontFace = ([cut, weight]) => `@font-face {
  font-family: "Fira Sans";
  src: url("./FiraSans-${cut}.woff2") format("woff2");
  font-weight: ${weight};
  font-style: normal;
  font-display: swap;
}
`;

const OFL_NOTE = `Fira Sans
Digitized data copyright (c) 2012-2015, The Mozilla Foundation and Telefonica S.A.

The Fira Sans font files in this folder are licensed under the SIL Open Font License, Version 1.1.
The licence with an FAQ: https://openfontlicense.org

The fonts come unmodified from the package @kern-ux/native. They may be used, bundled and passed on freely,
but not sold by themselves; this note must stay with them.
`;

async function copyAll() {
  for (const [source, target] of FILES) {
    const path = join(dist, target);
    await mkdir(dirname(path), { recursive: true });
    await copyFile(source, path);
  }
}

async function writeNotes() {
  const { version } = JSON.parse(await readFile(join(kern, "package.json"), "utf8"));
  await writeFile(join(dist, "kern/fonts/fira-sans.css"), Object.entries(CUTS).map(fontFace).join("\n"));
  await writeFile(join(dist, "kern/fonts/OFL.txt"), OFL_NOTE);
  await writeFile(
    join(dist, "kern/NOTICE.txt"),
    `KERN UX (@kern-ux/native ${version}), unmodified. Licensed under the EUPL 1.2, see LICENSE.md.\nSource: https://gitlab.opencode.de/kern-ux/kern-ux-plain\n`,
  );
}

await rm(dist, { recursive: true, force: true });
await copyAll();
await writeNotes();
