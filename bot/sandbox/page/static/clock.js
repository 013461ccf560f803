// The clock at the top: to any moment, or on by a while.

import { $, toast } from "./page.js";
import { now } from "./times.js";
import { manner, say } from "./words.js";

const box = $("time-box");

function show(on) {
  box.hidden = !on;
  $("time").setAttribute("aria-expanded", String(on));
  box.querySelector(".wrong").hidden = true;
  if (!on) return;
  const there = new Date(now());
  $("jump").value = new Date(there - there.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
  $("jump").focus();
}

/** Begins; `ask` turns the clock. */
export function begin(ask) {
  async function turn(how, said) {
    try {
      await ask("turn", how);
      show(false);
      $("time").focus();
      toast(said);
    } catch (error) {
      box.querySelector(".wrong").textContent = error.message;
      box.querySelector(".wrong").hidden = false;
    }
  }
  $("time").onclick = () => show(box.hidden);
  box.onsubmit = (event) => {
    event.preventDefault();
    const to = new Date($("jump").value);
    turn({ to: to.getTime() / 1000 }, say("It is {time} now.", { time: to.toLocaleString(manner()) }));
  };
  box.onclick = (event) => {
    const { run } = event.target.dataset;
    if (run === "back") turn({}, say("It is the real time again."));
    else if (run) turn({ run: Number(run) }, say("Time has passed."));
  };
  box.onkeydown = (event) => {
    if (event.key !== "Escape") return;
    show(false);
    $("time").focus();
  };
  document.addEventListener("click", (event) => !box.hidden && !event.target.closest(".clock") && show(false));
}
