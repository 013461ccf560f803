// Menus: of a message, of a person, of a channel's threads. By keyboard as by mouse.

import { $, avatar, icon, make } from "./page.js";

let box = null;
let back = null;
let stood = 0;

const items = () => [...box.querySelectorAll('[role="menuitem"]')];

export function close(again = false) {
  if (!box) return;
  const [gone, to] = [box, back];
  box = null;
  gone.remove();
  if (again) to?.focus({ preventScroll: true });
}

/** Opens a menu at a place ({ left, top, bottom }); groups of { label, mark, by, danger, act }. The focus returns to `from`. */
export function open(place, title, groups, from) {
  close();
  back = from;
  stood = $("log").scrollTop;
  box = make("div", { className: "menu floating" });
  box.setAttribute("role", "menu");
  box.setAttribute("aria-label", title);
  for (const group of groups.filter((one) => one.length)) {
    if (box.children.length) box.append(make("hr"));
    box.append(...group.map(entry));
  }
  document.body.append(box);
  const { offsetWidth: wide, offsetHeight: high } = box;
  box.style.left = `${Math.max(Math.min(place.left, innerWidth - wide - 8), 8)}px`;
  const below = place.bottom + high + 8 <= innerHeight;
  box.style.top = `${Math.max(below ? place.bottom : Math.min(place.top - high, innerHeight - high - 8), 8)}px`;
  box.onkeydown = key;
  items()[0].focus();
}

function entry({ label, mark, by, danger, act }) {
  const sign = by ? avatar(by) : icon(mark);
  const item = make("button", { type: "button", className: danger ? "danger" : "", tabIndex: -1 }, sign, make("span", { textContent: label }));
  item.setAttribute("role", "menuitem");
  item.onclick = () => {
    close(true);
    act();
  };
  item.onmouseenter = () => item.focus();
  return item;
}

function key(event) {
  const all = items();
  const at = all.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) all[(at + step + all.length) % all.length].focus();
  else if (event.key === "Home" || event.key === "End") all.at(event.key === "Home" ? 0 : -1).focus();
  else if (event.key === "Escape" || event.key === "Tab") close(true);
  else if (event.key.length === 1 && event.key !== " ") {
    const wanted = (one) => one.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase());
    [...all.slice(at + 1), ...all].find(wanted)?.focus();
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

addEventListener("pointerdown", (event) => box && !box.contains(event.target) && close(), { capture: true });
addEventListener("blur", () => close());
addEventListener("resize", () => close());
// A little of it comes of messages that find their size.
$("log").addEventListener("scroll", () => box && Math.abs($("log").scrollTop - stood) > 40 && close(), { passive: true });
