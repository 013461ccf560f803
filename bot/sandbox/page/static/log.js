// The messages of the open channel: where they stand, what stands between them, and walking among them.

import { $, icon, make, nodes } from "./page.js";
import { day, tell } from "./times.js";
import { say } from "./words.js";

const TOGETHER = 7 * 60 * 1000;
const NEAR = 80;

const scroller = $("log");
const log = $("messages");
let read = 0n;
let seen = 0n;
let me = "";
let at = null;

let rights = {};

export const iAm = (id) => (me = id);
export const allow = (may) => (rights = may);

/** What the person may do with a message. */
export function can(article) {
  if (!article.dataset.id) return {};
  if (article.classList.contains("private")) return { copy: true, dismiss: true };
  const own = article.dataset.author === me;
  return { reply: true, copy: true, use: true, react: rights.react, edit: own, delete: own || rights.manage };
}

/** The newest message that the person wrote. */
export const last = () => [...messages()].findLast((article) => can(article).edit);

const messages = () => log.querySelectorAll(":scope > .msg");
let stuck = true;

/** Goes to the end and stays there while what stands above finds its size. */
export function low() {
  stuck = true;
  $("newest").hidden = true;
  scroller.scrollTop = scroller.scrollHeight;
}
$("newest").onclick = () => {
  low();
  $("text").focus();
};
new ResizeObserver(() => stuck && low()).observe(log);
new ResizeObserver(() => stuck && low()).observe(scroller);
// What grows above moves the view down by itself; only a move up means that somebody reads there.
let top = 0;
scroller.addEventListener("scroll", () => {
  const low = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR;
  if (low) stuck = $("newest").hidden = true;
  else if (scroller.scrollTop < top) stuck = false;
  top = scroller.scrollTop;
}, { passive: true });

/** Shows a channel that was opened; `more` tells whether there are earlier messages. */
export function open({ head, html, more, posts, read: upTo }) {
  at = null;
  $("toolbar").hidden = $("newest").hidden = true;
  log.replaceChildren();
  scroller.setAttribute("aria-label", say("Messages in {name}", { name: head.name }));
  if (posts !== undefined) {
    log.append(...nodes(posts));
    return;
  }
  read = BigInt(upTo);
  const first = nodes(html);
  seen = first.length ? BigInt(first.at(-1).dataset.id) : 0n;
  log.append(...(more ? [earlierButton()] : [welcome(head)]), ...first);
  settle();
  low();
  const line = log.querySelector(".day.fresh");
  if (!line) return;
  stuck = false;
  line.scrollIntoView({ block: "center" });
}

export function posts(html) {
  // What is being written of a new post stays.
  const form = log.querySelector(".new-post");
  log.replaceChildren(...nodes(html));
  if (form) log.querySelector(".new-post").replaceWith(form);
}

let followed = "";
/** Goes along to what is answered next to a message, one of whose buttons the person has pressed. */
export const follow = (id) => (followed = id);

/** Puts new and changed messages in, takes those away that are gone. */
export function change({ put, gone }) {
  const fresh = put.filter(({ id }) => !$(`m${id}`));
  const answered = followed && fresh.some(({ html }) => html.includes(`data-jump="${followed}"`));
  const stay = stuck || answered || fresh.some(({ html }) => html.includes(`data-author="${me}"`));
  if (answered || put.some(({ id }) => id === followed)) followed = "";
  for (const id of gone) $(`m${id}`)?.remove();
  for (const { id, html } of put) {
    const [article] = nodes(html);
    const standing = $(`m${id}`);
    if (standing) {
      const inside = standing.contains(document.activeElement) ? document.activeElement.dataset?.custom : null;
      standing.replaceWith(article);
      if (inside) (article.querySelector(`[data-custom="${CSS.escape(inside)}"]`) ?? article).focus();
    } else {
      // What was only said to this person has no id: it stays where it was said.
      const after = [...messages()].findLast((one) => !one.dataset.id || BigInt(one.dataset.id) < BigInt(id));
      if (after) after.after(article);
      else if (log.querySelector(":scope > .msg")) log.querySelector(":scope > .msg").before(article);
      else log.append(article);
    }
  }
  settle();
  if (stay) low();
  else if (fresh.length) $("newest").hidden = false;
}

/** Says something to this person alone that no message says. */
export function notice(text) {
  const button = make("button", { type: "button", className: "quiet", textContent: say("Dismiss message") });
  const box = make("article", { className: "msg private notice", tabIndex: -1 }, make("p", { className: "failed", textContent: text }), make("p", { className: "only" }, `${say("Only you can see this")} · `, button));
  button.onclick = () => box.remove();
  log.append(box);
  low();
}

/** Puts earlier messages before those that stand, without moving what is looked at. */
export function before({ html, more }, head) {
  const from = scroller.scrollHeight - scroller.scrollTop;
  log.querySelector(":scope > .earlier")?.remove();
  log.prepend(...(more ? [earlierButton()] : [welcome(head)]), ...nodes(html));
  settle();
  scroller.scrollTop = scroller.scrollHeight - from;
}

function earlierButton() {
  return make("button", { type: "button", className: "earlier", textContent: say("Earlier messages") });
}

function welcome(head) {
  const box = make("div", { className: "welcome" }, icon(head.icon));
  const title = head.kind === "direct" ? head.name : say("Welcome to {name}", { name: `${head.kind === "thread" ? "" : "#"}${head.name}` });
  const text = head.kind === "direct" ? say("This is the beginning of your direct messages with {name}.", { name: head.name }) : say("This is the beginning of the channel. Type / to see what can be asked.");
  box.append(make("h2", { textContent: title }), make("p", { textContent: text }));
  return box;
}

/** Groups what one person said at a time, parts the days, marks what is new, writes the times. */
function settle() {
  for (const line of log.querySelectorAll(":scope > .day")) line.remove();
  let last = null;
  let fresh = false;
  for (const article of log.querySelectorAll(":scope > .msg[data-id]")) {
    const when = Number(article.dataset.at);
    if (!article.dataset.day) {
      article.dataset.day = day(when);
      tell(article);
    }
    const newDay = article.dataset.day !== last?.dataset.day;
    if (newDay) article.before(separator(article.dataset.day));
    const id = BigInt(article.dataset.id);
    const isFresh = !fresh && read > 0n && id > read && id <= seen && article.dataset.author !== me;
    if (isFresh) {
      article.before(separator(say("New"), "fresh"));
      fresh = true;
    }
    const same = last && last.dataset.author === article.dataset.author && when - Number(last.dataset.at) < TOGETHER;
    const alike = last && last.classList.contains("private") === article.classList.contains("private");
    article.classList.toggle("follows", Boolean(same && alike && !newDay && !isFresh && !("led" in article.dataset)));
    last = article;
  }
}

function separator(text, kind = "") {
  const line = make("div", { className: `day ${kind}`, textContent: text });
  line.setAttribute("role", "separator");
  line.setAttribute("aria-label", text);
  return line;
}

/** Goes to a message and shows which it is. */
export function jump(id) {
  const article = $(`m${id}`);
  if (!article) return;
  article.scrollIntoView({ block: "center" });
  article.focus({ preventScroll: true });
  article.classList.add("flash");
  setTimeout(() => article.classList.remove("flash"), 1600);
}

export const current = () => at;

function point(article) {
  at = article;
  const toolbar = $("toolbar");
  toolbar.hidden = !article || !article.dataset.id;
  const may = { more: true, ...(toolbar.hidden ? {} : can(article)) };
  for (const button of toolbar.children) button.hidden = !may[button.dataset.do];
  if (!toolbar.hidden) toolbar.style.top = `${Math.max(article.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.offsetTop - 14, scroller.offsetTop)}px`;
}

log.addEventListener("mouseover", (event) => point(event.target.closest(".msg")));
log.addEventListener("focusin", (event) => point(event.target.closest(".msg")));
scroller.addEventListener("scroll", () => ($("toolbar").hidden = true), { passive: true });
$("toolbar").addEventListener("mouseleave", () => ($("toolbar").hidden = true));

scroller.addEventListener("keydown", (event) => {
  const step = { ArrowUp: -1, ArrowDown: 1, Home: -Infinity, End: Infinity }[event.key];
  const on = document.activeElement;
  if (!step || !(on === scroller || on.classList.contains("msg"))) return;
  const all = [...messages()];
  const place = on === scroller ? all.length : all.indexOf(on);
  const next = all[Math.min(Math.max(place + step, 0), all.length - 1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
});

// The toolbar floats, so that its place among the stops of Tab is made here: between a message and what is in it.
const tools = () => [...$("toolbar").querySelectorAll("button")].filter((button) => button.offsetParent);
scroller.addEventListener("keydown", (event) => {
  if (event.key !== "Tab" || event.shiftKey || document.activeElement !== at || $("toolbar").hidden) return;
  event.preventDefault();
  tools()[0].focus();
});
$("toolbar").addEventListener("keydown", (event) => {
  const place = tools().indexOf(document.activeElement);
  const leaves = event.key === "Tab" && (event.shiftKey ? place === 0 : place === tools().length - 1);
  if (event.key !== "Escape" && !leaves) return;
  event.preventDefault();
  const inside = at?.querySelector("a[href], button:not(:disabled), [tabindex='0']");
  (event.key === "Escape" || event.shiftKey ? at : inside ?? $("text"))?.focus();
});

function uncover(target) {
  const cover = target.closest(".spoiler, .covered");
  if (!cover || cover.classList.contains("open")) return false;
  cover.classList.add("open");
  cover.removeAttribute("role");
  cover.removeAttribute("aria-label");
  return true;
}
log.addEventListener("click", (event) => uncover(event.target) && event.preventDefault(), { capture: true });
log.addEventListener("keydown", (event) => (event.key === "Enter" || event.key === " ") && uncover(event.target) && event.preventDefault());
