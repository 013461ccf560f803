// A command being filled in: a pill for each option, a tail from which further ones are added.

import { $, avatar, icon, make } from "./page.js";
import * as popup from "./popup.js";
import { say } from "./words.js";

const PAUSE = 60;
const USER = 6, CHANNEL = 7, ROLE = 8, MENTIONABLE = 9, FILE = 11;
const box = $("command");
let host = null;
let open_ = null;
let pills = new Map();
let tail = null;
let turn = 0;

export const begin = (does) => (host = does);
export const isOpen = () => open_ !== null;

export function open(chosen) {
  popup.close();
  open_ = chosen;
  pills = new Map();
  $("text").hidden = true;
  $("text").value = "";
  box.hidden = false;
  tail = make("input", { className: "tail", type: "text", autocomplete: "off" });
  tail.setAttribute("aria-label", say("Further options of /{command}", { command: chosen.name }));
  combobox(tail);
  tail.onfocus = tail.oninput = lookTail;
  tail.onkeydown = keyTail;
  box.replaceChildren(make("span", { className: "chip", textContent: `/${chosen.name}` }), tail);
  const required = chosen.options.filter((option) => option.required);
  required.forEach(add);
  if (required.length) pills.get(required[0].name).input.focus();
  else tail.focus();
}

/** Leaves the command; with words, they stand in the message box again. */
export function leave(words) {
  if (!open_) return;
  open_ = null;
  turn += 1;
  popup.close();
  box.hidden = true;
  box.replaceChildren();
  $("text").hidden = false;
  if (words !== undefined) host.leave(words);
}

/** Keeps the open command in step with those on offer. */
export function renew() {
  if (open_ && !host.offers().commands.some((one) => one.words === open_.words)) leave();
}

function combobox(input) {
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", "popup-list");
  input.onblur = () => setTimeout(() => !box.contains(document.activeElement) && popup.isOf(input) && popup.close(), 120);
}

function add(option) {
  const file = option.type === FILE;
  const input = make("input", { type: file ? "file" : "text", autocomplete: "off", id: `option-${option.name}`, placeholder: "" });
  if (!file) combobox(input);
  input.setAttribute("aria-required", String(option.required));
  if (option.max_length) input.maxLength = option.max_length;
  const field = make("span", { className: file ? "file-field" : "field" }, input);
  const label = make("label", { htmlFor: input.id, textContent: option.label });
  if (option.required) label.append(make("span", { className: "must", textContent: "*", title: say("Required") }));
  const pill = { option, input, value: null, box: make("span", { className: "pill" }, label, field) };
  pills.set(option.name, pill);
  tail.before(pill.box);
  input.oninput = () => {
    pill.value = null;
    pill.box.classList.remove("lacking");
    if (file) return tail.focus();
    field.dataset.value = input.value;
    look(pill);
  };
  input.onfocus = () => look(pill);
  input.onkeydown = (event) => keyPill(event, pill);
  return pill;
}

function lists(option) {
  const { people, roles, channels } = host.offers();
  const users = () => people.map((one) => ({ name: one.name, value: one.id, face: one }));
  const held = () => roles.map((one) => ({ name: `@${one.name}`, value: one.id }));
  if (option.choices.length) return option.choices;
  if (option.type === USER) return users();
  if (option.type === ROLE) return held();
  if (option.type === MENTIONABLE) return [...users(), ...held()];
  if (option.type === CHANNEL) return channels.filter((one) => !option.channel_types || option.channel_types.includes(one.type)).map((one) => ({ name: `#${one.name}`, value: one.id, mark: "hash" }));
  return null;
}

function item({ name, face, mark }) {
  return [...(face ? [avatar(face)] : []), ...(mark ? [icon(mark)] : []), make("span", {}, make("b", { textContent: name }))];
}

function head({ label, description, required }) {
  return say(required ? "{option} (required): {description}" : "{option}: {description}", { option: label, description });
}

function look(pill) {
  const { option, input } = pill;
  const fixed = lists(option);
  const mine = ++turn;
  if (option.type === FILE) return popup.show(input, head(option), [], () => {});
  if (fixed) {
    const wanted = pill.value === null ? input.value.toLowerCase() : "";
    const found = fixed.filter((one) => one.name.toLowerCase().includes(wanted)).slice(0, 25);
    return popup.show(input, head(option), found.map((one) => ({ show: item(one), value: one })), (one) => take(pill, one));
  }
  if (!option.autocomplete) return popup.show(input, head(option), [], () => {});
  if (!popup.isOf(input)) popup.show(input, head(option), [], () => {});
  setTimeout(async () => {
    if (mine !== turn) return;
    try {
      const { choices } = await host.type(open_.words, option.name, { ...given(), [option.name]: input.value });
      if (mine !== turn || document.activeElement !== input) return;
      popup.show(input, head(option), choices.map((one) => ({ show: item(one), value: one })), (one) => take(pill, one), { first: false });
    } catch (error) {
      if (mine === turn) popup.show(input, `${head(option)} (${error.message})`, [], () => {});
    }
  }, PAUSE);
}

function take(pill, { name, value }) {
  pill.value = value;
  pill.input.value = name;
  pill.input.parentElement.dataset.value = name;
  const lacking = [...pills.values()].find((one) => one.option.required && !one.input.value);
  (lacking?.input ?? tail).focus();
}

function given() {
  return Object.fromEntries([...pills.values()].filter(({ option, input }) => input.value && option.type !== FILE).map(({ option, input, value }) => [option.name, value ?? input.value]));
}

function files() {
  return [...pills.values()].filter(({ option, input }) => option.type === FILE && input.files.length).map(({ option, input }) => [option.name, input.files[0]]);
}

function rest() {
  return open_.options.filter((option) => !pills.has(option.name));
}

function lookTail() {
  turn += 1;
  const typed = tail.value.trim().toLowerCase();
  const named = rest().find((option) => typed === `${option.label.toLowerCase()}:` || typed === `${option.name}:`);
  if (named) return begin_(named);
  const found = rest().filter((option) => option.label.toLowerCase().startsWith(typed));
  const items = found.map((option) => ({ show: [make("span", {}, make("b", { textContent: option.label }), make("small", { textContent: option.description }))], value: option }));
  if (items.length) popup.show(tail, say("Further options"), items, begin_, { first: typed !== "" });
  else popup.show(tail, open_.description, [], () => {});
}

function begin_(option) {
  tail.value = "";
  add(option).input.focus();
}

function drop({ option, box: shown }) {
  pills.delete(option.name);
  shown.remove();
}

function keyPill(event, pill) {
  if (event.isComposing) return;
  const bare = event.key === "Backspace" && !pill.input.value;
  // What was asked before the list was closed does not open it again.
  if (event.key === "Escape") turn += 1;
  if (popup.key(event)) return;
  if (event.key === "Enter" && (pill.option.type !== FILE || pill.input.value)) {
    event.preventDefault();
    submit();
  } else if (event.key === "Escape") leave(`/${open_.name}`);
  else if (bare) {
    event.preventDefault();
    if (pill.option.required) return leave(`/${open_.name}`);
    drop(pill);
    tail.focus();
  }
}

function keyTail(event) {
  if (event.isComposing || popup.key(event)) return;
  if (event.key === "Enter") {
    event.preventDefault();
    submit();
  } else if (event.key === "Escape") leave(`/${open_.name}`);
  else if (event.key === "Backspace" && !tail.value) {
    event.preventDefault();
    const last = [...pills.values()].at(-1);
    if (last) last.input.focus();
    else leave(`/${open_.name}`);
  }
}

export function submit() {
  const lacking = [...pills.values()].filter(({ option, input }) => option.required && !input.value.trim());
  for (const { box: shown } of lacking) shown.classList.add("lacking");
  if (lacking.length) {
    lacking[0].input.focus();
    return host.send(null, say("{options} must be filled in.", { options: lacking.map(({ option }) => option.label).join(say(", ")) }));
  }
  if (tail.value.trim()) {
    tail.focus();
    return host.send(null, say("Choose the option that “{text}” belongs to, or take it out.", { text: tail.value.trim() }));
  }
  const sent = { words: open_.words, options: given(), files: files() };
  const name = open_.name;
  leave();
  host.send(sent, "", name);
}
