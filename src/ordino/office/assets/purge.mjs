/* Of Tabler's stylesheet only what a page, a script or a module of the office names: `node purge.mjs OFFICE STYLESHEET`. */
import { readFileSync, writeFileSync } from "node:fs";
import { PurgeCSS } from "purgecss";

const [office, stylesheet] = process.argv.slice(2);
const content = ["html", "svg", "py", "js"].map((ending) => `${office}/**/*.${ending}`);
const skippedContentGlobs = [`${office}/static/office/vendor/**`];
const [kept] = await new PurgeCSS().purge({ content, skippedContentGlobs, css: [{ raw: readFileSync(stylesheet, "utf8") }] });
writeFileSync(stylesheet, kept.css);
