// The list above the message box: commands, options, choices, people. The focus stays where one types.

import { $, make } from "./page.js";

const box = $("popup");
const list = $("popup-list");
let owner = null;
let items = [];
let active = -1;
let picked = null;

export const isOpen = () => !box.hidden;
export const isOf = (element) => isOpen() && owner === element;
export const hasActive = () => isOpen() && active >= 0;

/** Shows items ({ show: nodes, value }) for the element that is typed in; `first` has the first one chosen already. */
export function show(by, head, found, pick, { first = true } = {}) {
  close();
  owner = by;
  items = found;
  picked = pick;
  $("popup-head").textContent = head;
  list.replaceChildren(...found.map(({ show: shown }, index) => {
    const item = make("li", { id: `popup-${index}`, className: "plain" }, ...shown);
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.onmousedown = (event) => event.preventDefault();
    item.onclick = () => take(index);
    item.onmousemove = () => active !== index && mark(index);
    return item;
  }));
  list.hidden = !found.length;
  box.hidden = !found.length && !head;
  by.setAttribute("aria-expanded", String(!box.hidden && found.length > 0));
  mark(first && found.length ? 0 : -1);
  list.scrollTop = 0;
}

export function close() {
  box.hidden = true;
  items = [];
  active = -1;
  owner?.setAttribute("aria-expanded", "false");
  owner?.removeAttribute("aria-activedescendant");
}

export function move(step) {
  if (!items.length) return;
  if (active < 0) mark(step > 0 ? 0 : items.length - 1);
  else mark((active + step + items.length) % items.length);
}

export function take(index = active) {
  const item = items[index];
  if (!item) return false;
  close();
  picked(item.value);
  return true;
}

function mark(index) {
  const before = list.children[active];
  before?.classList.remove("at");
  before?.setAttribute("aria-selected", "false");
  active = index;
  const item = list.children[index];
  item?.classList.add("at");
  item?.setAttribute("aria-selected", "true");
  item?.scrollIntoView({ block: "nearest" });
  if (item) owner.setAttribute("aria-activedescendant", item.id);
  else owner.removeAttribute("aria-activedescendant");
}

/** What the keys do that belong to the list; tells whether it took the key. */
export function key(event) {
  if (!isOpen()) return false;
  if (event.key === "ArrowDown") move(1);
  else if (event.key === "ArrowUp") move(-1);
  else if (event.key === "Escape") close();
  else if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey && active >= 0) take();
  else return false;
  event.preventDefault();
  return true;
}
