// Under the hood: what goes over the wire, trouble to make, and the panels of whoever runs the sandbox.

import { $, make, nodes, toast } from "./page.js";
import * as modal from "./modal.js";
import { tell } from "./times.js";
import { say } from "./words.js";

const MOST = 1000;
const hood = $("hood");
let ask = null;
let open = null;
let shown = "traffic";

/** Begins; `asks` asks the sandbox, `opens` goes to a message in a channel. */
export function begin(asks, opens) {
  ask = asks;
  open = opens;
}
const tabs = () => [...hood.querySelectorAll('[role="tab"]')];

/** Begins or ends showing what goes by. */
export async function watch(on) {
  const { html } = await ask("watch", { on });
  if (on) {
    $("traffic").replaceChildren(...nodes(html));
    low();
    choose(hood.querySelector('[aria-selected="true"]'));
  }
}

export function passed(html) {
  const pane = $("pane-traffic");
  const stay = pane.scrollHeight - pane.scrollTop - pane.clientHeight < 60;
  const rows = $("traffic");
  rows.append(...nodes(html));
  while (rows.children.length > MOST) rows.firstElementChild.remove();
  if (stay) low();
}

export function trouble(html) {
  const pane = $("pane-trouble");
  const what = pane.querySelector("select")?.value;
  const on = pane.contains(document.activeElement) ? document.activeElement : null;
  pane.replaceChildren(...nodes(html));
  if (what) pane.querySelector("select").value = what;
  if (on) [...pane.querySelectorAll("button, input, select")].find((one) => one.textContent === on.textContent && one.dataset.what === on.dataset.what)?.focus();
}

function low() {
  $("pane-traffic").scrollTop = $("pane-traffic").scrollHeight;
}

function choose(tab) {
  shown = tab.id.slice(4);
  for (const one of tabs()) {
    one.setAttribute("aria-selected", String(one === tab));
    one.tabIndex = one === tab ? 0 : -1;
    $(one.getAttribute("aria-controls")).hidden = one !== tab;
  }
  if (tab.dataset.number !== undefined) panel(tab.dataset.number);
  if (shown === "traffic") low();
}

async function panel(number) {
  const { html } = await ask("panel", { number });
  const pane = $(`pane-${number}`);
  const on = pane.contains(document.activeElement) ? document.activeElement.dataset.message : null;
  pane.replaceChildren(...nodes(html));
  tell(pane);
  if (on) pane.querySelector(`[data-message="${on}"]`)?.focus();
}

let looking = 0;
/** Looks at the panel that is open again: soon, and once for all that happens until then. */
export function again() {
  looking ||= setTimeout(() => {
    looking = 0;
    if (!hood.hidden && /^\d+$/.test(shown)) panel(shown).catch(() => {});
  }, 200);
}

async function body(row) {
  const button = row.querySelector("button");
  const standing = row.querySelector("pre");
  button.setAttribute("aria-expanded", String(!standing));
  if (standing) return standing.remove();
  const { text } = await ask("body", { number: row.dataset.number });
  const pre = make("pre", { tabIndex: 0, textContent: text });
  pre.setAttribute("aria-label", say("Body"));
  row.append(pre);
}

async function done(what, sent) {
  try {
    toast((await ask(what, sent)).told);
  } catch (error) {
    toast(error.message);
  }
}

hood.addEventListener("click", async (event) => {
  const tab = event.target.closest('[role="tab"]');
  if (tab) return choose(tab);
  const row = event.target.closest(".traffic button")?.parentElement;
  if (row) return body(row);
  const { trouble: kind, what, which, deed, open: channel, message } = event.target.dataset;
  const sure = { title: event.target.textContent, text: say("Nobody can bring it back."), yes: say("Delete") };
  if (kind === "delete" && !(await modal.confirm(sure))) return;
  if (kind) done("trouble", { kind, what: what ?? $("fail-what")?.value, which });
  else if (deed) done("deed", { number: deed });
  else if (channel) open(channel, message);
});
hood.querySelector(".tabs").addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const all = tabs();
  const next = all[(all.indexOf(document.activeElement) + step + all.length) % all.length];
  choose(next);
  next.focus();
});
