// The message box: plain words with mentions, replies, and "/" which leads to a command.

import { $, avatar, icon, make } from "./page.js";
import * as command from "./command.js";
import * as files from "./files.js";
import * as popup from "./popup.js";
import { say } from "./words.js";

const text = $("text");
let offers = { commands: [], people: [], roles: [], channels: [] };
let reply = null;
let editing = null;
let act = null;
let place = null;

/** Begins; `act` says and sends what is written. */
export function begin(does) {
  act = does;
  command.begin({ leave: back, send: act.slash, type: act.type, offers: () => offers });
  files.begin({ may: () => place?.may.attach && !place.silence && !editing && !command.isOpen(), wrong, focus: () => text.focus() });
}

export function offer(found) {
  offers = found;
  command.renew();
  if (popup.isOpen() && document.activeElement === text) look();
}

/** Has the box fit the channel: whom one writes to, or why one cannot. */
export function fit(head) {
  place = head;
  const { silence, name, kind, may } = head;
  const mark = kind === "direct" ? "@" : kind === "thread" ? "" : "#";
  text.placeholder = silence || say("Message {name}, or / for commands", { name: `${mark}${name}` });
  text.disabled = Boolean(silence);
  $("attach").disabled = Boolean(silence) || !may.attach;
  $("composer").querySelector(".send").disabled = Boolean(silence);
  if (silence) command.leave();
}

export function focus() {
  if (!command.isOpen() && matchMedia("(hover: hover)").matches) text.focus();
}

export function replyTo(article) {
  reply = article?.dataset.id ?? null;
  banner(reply && say("Replying to {name}", { name: article.getAttribute("aria-label") }));
}

function banner(said) {
  $("replying").hidden = !said;
  $("replying-to").textContent = said ?? "";
  if (said) text.focus();
}

/** Has a message of one's own written anew; what had been begun is put away. */
export function edit(article, source) {
  if (source === undefined) return;
  clear();
  editing = article;
  text.value = shown(source);
  banner(say("Editing your message · Escape leaves it as it was"));
  grow();
}

function stopEditing() {
  const article = editing;
  editing = null;
  clear();
  if (article?.isConnected) article.focus({ preventScroll: true });
}

/** Puts a person's name into what is being written. */
export function mention(name) {
  command.leave();
  text.setRangeText(`@${name} `, text.selectionStart, text.selectionEnd, "end");
  text.focus();
  grow();
}

/** Begins a command by its words, as if it had been typed. */
export function start(words) {
  const found = offers.commands.find((one) => one.words === words || one.name === words);
  if (found) command.open(found);
}

export function clear() {
  command.leave();
  editing = null;
  text.value = "";
  files.take();
  replyTo(null);
  popup.close();
  grow();
  wrong("");
}

export function wrong(said) {
  $("wrong").textContent = said;
  $("wrong").hidden = !said;
}

function back(words) {
  text.hidden = false;
  text.value = words;
  wrong("");
  text.focus();
  look();
}

function grow() {
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight}px`;
}

function look() {
  const typed = text.value.slice(0, text.selectionStart);
  if (/^\/[^\n]*$/.test(text.value)) return commands(text.value.slice(1));
  const found = /(?:^|\s)([@#])([^\s@#]*)$/.exec(typed);
  if (!found) return popup.close();
  const wanted = found[2].toLowerCase();
  const kinds = found[1] === "@" ? [...offers.people.map((one) => ["@", one.name, one]), ...offers.roles.filter((one) => !one.own).map((one) => ["@", one.name])]
    : offers.channels.map((one) => ["#", one.name]);
  const items = kinds.filter(([, name]) => name.toLowerCase().includes(wanted) && name !== "everyone").slice(0, 12)
    .map(([mark, name, face]) => ({ show: [...(face ? [avatar(face)] : [icon(mark === "#" ? "hash" : "at")]), make("b", { textContent: name })], value: `${mark}${name}` }));
  if (!items.length) return popup.close();
  popup.show(text, found[1] === "@" ? say("Members and roles") : say("Channels"), items, (word) => {
    const start = typed.length - found[2].length - 1;
    text.setRangeText(`${word} `, start, text.selectionStart, "end");
    grow();
  });
}

function commands(typed) {
  const wanted = typed.toLowerCase().trimStart();
  const exact = offers.commands.find((one) => wanted === `${one.name.toLowerCase()} ` || wanted === `${one.words} `);
  if (exact && !offers.commands.some((one) => one !== exact && one.name.startsWith(`${exact.name} `))) return command.open(exact);
  const found = offers.commands.filter((one) => `${one.name} ${one.words}`.toLowerCase().includes(wanted.trimEnd()));
  found.sort((a, b) => Number(b.name.startsWith(wanted)) - Number(a.name.startsWith(wanted)));
  if (!found.length) return popup.show(text, offers.commands.length ? say("No command is called that.") : say("No command is on offer here."), [], () => {});
  const items = found.map((one) => {
    const options = one.options.filter((option) => option.required).map((option) => option.label).join(" ");
    const name = make("b", { textContent: `/${one.name}` });
    if (options) name.append(make("span", { className: "options", textContent: options }));
    return { show: [avatar(one.by), make("span", {}, name, make("small", { textContent: one.description })), make("span", { className: "from", textContent: one.by.name })], value: one };
  });
  popup.show(text, say("Commands"), items, command.open);
}

/** The text with each name after "@" or "#" as the mention that it is, the longest names first. */
function meant(said) {
  const known = [
    ...offers.people.map(({ name, id }) => [`@${name}`, `<@${id}>`]),
    ...offers.roles.filter(({ name }) => name !== "everyone").map(({ name, id }) => [`@${name}`, `<@&${id}>`]),
    ...offers.channels.map(({ name, id }) => [`#${name}`, `<#${id}>`]),
  ].sort((a, b) => b[0].length - a[0].length);
  return said.split(/(`[^`]*`)/).map((part) => part.startsWith("`") ? part : known.reduce((text, [word, code]) => {
    const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    return text.replace(new RegExp(`(?<![\\w<])${escaped}(?![\\w])`, "g"), code);
  }, part)).join("");
}

/** The other way round: each mention in what was written as the name that it shows. */
function shown(source) {
  const names = new Map([
    ...offers.people.map(({ name, id }) => [`<@${id}>`, `@${name}`]),
    ...offers.roles.map(({ name, id }) => [`<@&${id}>`, `@${name}`]),
    ...offers.channels.map(({ name, id }) => [`<#${id}>`, `#${name}`]),
  ]);
  return source.replace(/<(?:@&?|#)\d+>/g, (code) => names.get(code) ?? code);
}

async function send() {
  const said = meant(text.value);
  if (editing) return sendEdit(said);
  if (!said.trim() && !files.count()) return;
  const [to, kept, chosen] = [reply, text.value, files.take()];
  text.value = "";
  replyTo(null);
  popup.close();
  grow();
  wrong("");
  try {
    await act.say(said, to, chosen);
  } catch (error) {
    if (!text.value) text.value = kept;
    files.add(chosen);
    grow();
    wrong(error.message);
  }
}

async function sendEdit(said) {
  const article = editing;
  if (!said.trim()) return act.remove(article);
  try {
    await act.edit(article, said);
    stopEditing();
  } catch (error) {
    wrong(error.message);
  }
}

let typed = 0;
text.addEventListener("input", () => {
  grow();
  if (text.value && !text.value.startsWith("/") && Date.now() - typed > 8000) {
    typed = Date.now();
    act.typing();
  }
  wrong("");
  look();
});
text.addEventListener("keydown", (event) => {
  if (event.isComposing || popup.key(event)) return;
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    send();
  } else if (event.key === "Escape") {
    if (editing) stopEditing();
    else replyTo(null);
  } else if (event.key === "ArrowUp" && !text.value && !reply) {
    event.preventDefault();
    act.last();
  }
});
text.addEventListener("blur", () => setTimeout(() => document.activeElement !== text && popup.isOf(text) && popup.close(), 120));
$("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  if (command.isOpen()) command.submit();
  else send();
});
$("no-reply").onclick = () => (editing ? stopEditing() : replyTo(null));
