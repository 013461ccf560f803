// Selects on messages: a list beside the button, one value or several.

import { make } from "./page.js";

let list = null;
let opener = null;
let done = null;

const options = () => [...list.querySelectorAll('[role="option"]')];

export function close(back = false) {
  if (!list) return;
  const [gone, to] = [list, opener];
  list = null;
  gone.remove();
  to.setAttribute("aria-expanded", "false");
  if (back && to.isConnected) to.focus();
}

/** Opens the list of a select; `chosen` is called with the values once they are settled. */
export function open(select, chosen) {
  const button = select.querySelector(".opener");
  if (list && opener === button) return settle(true);
  close();
  opener = button;
  done = chosen;
  list = select.querySelector("ul").cloneNode(true);
  list.hidden = false;
  list.classList.add("floating");
  list.dataset.most = select.dataset.most;
  list.dataset.least = select.dataset.least;
  document.body.append(list);
  place();
  button.setAttribute("aria-expanded", "true");
  options().forEach((option, index) => (option.id = `choice-${index}`));
  list.addEventListener("keydown", key);
  list.addEventListener("click", (event) => pick(event.target.closest('[role="option"]')));
  list.addEventListener("blur", () => setTimeout(() => list && document.activeElement !== list && settle(false), 100));
  list.focus();
  mark(options().find((option) => option.getAttribute("aria-selected") === "true") ?? options()[0]);
}

function place() {
  const edge = opener.getBoundingClientRect();
  list.style.left = `${edge.left}px`;
  list.style.width = `${edge.width}px`;
  const below = innerHeight - edge.bottom > Math.min(list.offsetHeight, 200) + 12;
  if (below) list.style.top = `${edge.bottom + 4}px`;
  else list.style.bottom = `${innerHeight - edge.top + 4}px`;
  list.style.maxHeight = `${Math.min((below ? innerHeight - edge.bottom : edge.top) - 16, 340)}px`;
}

function mark(option) {
  if (!option) return;
  list.querySelector(".at")?.classList.remove("at");
  option.classList.add("at");
  option.scrollIntoView({ block: "nearest" });
  list.setAttribute("aria-activedescendant", option.id);
}

function pick(option) {
  if (!option) return;
  mark(option);
  const many = Number(list.dataset.most) > 1;
  const on = option.getAttribute("aria-selected") === "true";
  if (!many) {
    for (const one of options()) one.setAttribute("aria-selected", "false");
    option.setAttribute("aria-selected", "true");
    return settle(true);
  }
  const count = options().filter((one) => one.getAttribute("aria-selected") === "true").length;
  if (on || count < Number(list.dataset.most)) option.setAttribute("aria-selected", String(!on));
}

function values() {
  return options().filter((option) => option.getAttribute("aria-selected") === "true").map((option) => option.dataset.value);
}

function settle(back) {
  const found = values();
  const fits = found.length >= Number(list.dataset.least);
  const before = [...opener.parentElement.querySelectorAll('[aria-selected="true"]')].map((option) => option.dataset.value);
  const many = Number(list.dataset.most) > 1;
  const picked = !many || found.join() !== before.join();
  const send = done;
  const single = list.querySelector(".at");
  close(back);
  if (fits && picked && (many || (back && single))) send(found);
}

function key(event) {
  const all = options();
  const at = all.indexOf(list.querySelector(".at"));
  const step = { ArrowDown: 1, ArrowUp: -1, Home: -all.length, End: all.length }[event.key];
  if (step) mark(all[Math.min(Math.max(at + step, 0), all.length - 1)]);
  else if (event.key === "Enter" && Number(list.dataset.most) > 1 && values().length) settle(true);
  else if (event.key === "Enter" || event.key === " ") pick(all[at]);
  else if (event.key === "Escape") close(true);
  else if (event.key === "Tab") return settle(true);
  else if (event.key.length === 1) mark(all.find((one) => one.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase())));
  else return;
  event.preventDefault();
}

addEventListener("resize", () => close());
