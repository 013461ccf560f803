// Moments, written in the reader's own way and by the clock of this Discord.

import { $ } from "./page.js";
import { manner, say } from "./words.js";

const LOOKS = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
  s: { dateStyle: "short", timeStyle: "short" },
  S: { dateStyle: "short", timeStyle: "medium" },
};
const UNITS = [["year", 31557600], ["month", 2629800], ["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
// Nobody says "in 60 minutes".
const NEARLY = 0.985;
const formats = new Map();
let shift = 0;
let turned = false;

/** The present here, in milliseconds since 1970. */
export const now = () => Date.now() + shift;

function format(style) {
  const key = `${manner()} ${style}`;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(manner(), LOOKS[style]));
  return formats.get(key);
}

export function ago(moment) {
  const seconds = (moment - now()) / 1000;
  const [unit, size] = UNITS.find(([, one]) => Math.abs(seconds) >= one * NEARLY) ?? ["second", 1];
  return new Intl.RelativeTimeFormat(manner(), { numeric: "auto" }).format(Math.round(seconds / size), unit);
}

export const day = (moment) => format("D").format(moment);

function sent(moment) {
  const then = day(moment);
  const time = format("t").format(moment);
  if (then === day(now())) return time;
  return then === day(now() - 86400000) ? say("Yesterday at {time}", { time }) : `${format("d").format(moment)}, ${time}`;
}

/** Writes the times below a node. */
export function tell(root) {
  for (const time of root.querySelectorAll("time[datetime]")) {
    const moment = Date.parse(time.dateTime);
    if (Number.isNaN(moment)) continue;
    const style = time.dataset.style;
    if (time.className === "edited") time.title = format("F").format(moment);
    else if (time.className === "sent") time.textContent = sent(moment);
    else time.textContent = style === "R" ? ago(moment) : format(style in LOOKS ? style : "f").format(moment);
    if (time.className !== "edited") time.title = format("F").format(moment);
  }
}

/** Takes the clock as the sandbox tells it: seconds since 1970, and how many of them are not real. */
export function set(clock) {
  shift = clock.now * 1000 - Date.now();
  turned = Math.abs(clock.ahead) >= 2;
  if (Math.abs(shift) < 2000) shift = 0;
  tick();
  tell($("log"));
}

function tick() {
  const time = $("now");
  const wide = innerWidth > 560;
  const style = wide ? { weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" }
    : turned ? { day: "numeric", month: "short", year: "numeric" } : { hour: "2-digit", minute: "2-digit" };
  const text = new Intl.DateTimeFormat(manner(), style).format(now());
  if (time.textContent !== text) {
    time.textContent = text;
    time.dateTime = new Date(now()).toISOString();
    for (const one of document.querySelectorAll('time[data-style="R"]')) one.textContent = ago(Date.parse(one.dateTime));
  }
  $("time").classList.toggle("turned", turned);
}

setInterval(tick, 1000);
addEventListener("resize", tick);
