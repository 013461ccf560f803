// What can be done with a message or a person, from the toolbar, from menus and by keys.

import { $ } from "./page.js";
import * as composer from "./composer.js";
import * as log from "./log.js";
import * as menu from "./menu.js";
import * as modal from "./modal.js";
import { say } from "./words.js";

let act = null;
let useOn = null;
let menus = { message: [], user: [] };

/** Begins; `does` acts on a message, `uses` uses an application's command on a person. */
export function begin(does, uses) {
  act = does;
  useOn = uses;
}

/** Takes the commands that applications have put into menus here. */
export const offer = (found) => (menus = found);

const DEEDS = {
  reply: (article) => composer.replyTo(article),
  edit: async (article) => composer.edit(article, (await act("source", article, {}))?.text),
  delete: async (article) => {
    const sure = { title: say("Delete this message?"), text: say("Nobody can bring it back."), yes: say("Delete") };
    if (await modal.confirm(sure)) act("delete", article, {});
  },
  copy: (article) => navigator.clipboard?.writeText(article.querySelector(".content").innerText.trim()),
  dismiss: (article) => act("dismiss", article, {}),
  react: (article, emoji) => act("react", article, { emoji }),
};

/** Does one of them, where it may be done. */
export function run(name, article, given) {
  if (log.can(article)[name]) DEEDS[name](article, given);
}

export function openMenu(article, place) {
  const may = log.can(article);
  const entry = (name, label, mark, danger) => may[name] ? [{ label, mark, danger, act: () => DEEDS[name](article) }] : [];
  const uses = may.use ? menus.message.map(({ command, name, by }) => ({ label: name, by, act: () => act("use", article, { command }) })) : [];
  const reacts = may.react ? ["👍", "❤️", "👀"].map((emoji) => ({ label: say("React with {emoji}", { emoji }), mark: "smile", act: () => DEEDS.react(article, emoji) })) : [];
  menu.open(place, say("Message"), [
    [...entry("reply", say("Reply"), "reply"), ...entry("edit", say("Edit"), "pencil"), ...entry("copy", say("Copy text"), "copy")],
    uses,
    reacts,
    [...entry("delete", say("Delete"), "bin", true), ...entry("dismiss", say("Dismiss message"), "close")],
  ], article);
}

export function openPerson(id, name, place, from) {
  const uses = menus.user.map((one) => ({ label: one.name, by: one.by, act: () => useOn(id, one) }));
  menu.open(place, name, [[{ label: say("Mention"), mark: "at", act: () => composer.mention(name) }], uses], from);
}

/** Where a menu opens: at the pointer, or below what has the focus. */
function place(event, on) {
  if (event.clientX || event.clientY) return { left: event.clientX, top: event.clientY, bottom: event.clientY };
  const { left, top, bottom } = on.getBoundingClientRect();
  return { left: left + 72, top, bottom: Math.min(bottom, innerHeight / 2) };
}

$("log").addEventListener("contextmenu", (event) => {
  const article = event.target.closest(".msg");
  const person = event.target.closest("[data-user]");
  if (!article || event.target.closest("a, input, textarea") || String(getSelection())) return;
  event.preventDefault();
  if (person) openPerson(person.dataset.user, article.querySelector(".name").textContent, place(event, person), article);
  else openMenu(article, place(event, article));
});
$("log").addEventListener("click", (event) => {
  const person = event.target.closest("[data-user]");
  const article = event.target.closest(".msg");
  if (person) openPerson(person.dataset.user, article.querySelector(".name").textContent, person.getBoundingClientRect(), article);
});
for (const name of ["click", "contextmenu"]) {
  $("members").addEventListener(name, (event) => {
    const person = event.target.closest("[data-user]");
    if (!person) return;
    event.preventDefault();
    openPerson(person.dataset.user, person.dataset.name, person.getBoundingClientRect(), person);
  });
}
$("log").addEventListener("keydown", (event) => {
  const on = document.activeElement;
  const name = { r: "reply", e: "edit", delete: "delete" }[event.key.toLowerCase()];
  if (!name || !on.classList.contains("msg") || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  run(name, on);
});
$("toolbar").addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const article = log.current();
  if (button?.dataset.do === "more") openMenu(article, button.getBoundingClientRect());
  else if (button) run(button.dataset.do, article, button.dataset.emoji);
});
