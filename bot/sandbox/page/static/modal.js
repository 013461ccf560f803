// Modals: what an application asks for, filled in and sent.

import { $, make } from "./page.js";
import { tell } from "./times.js";
import { say } from "./words.js";

const dialog = $("modal");
let submit = null;

export const begin = (does) => (submit = does);

export function open(html) {
  dialog.innerHTML = html;
  tell(dialog);
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("input, textarea, .fields select")?.focus();
}

/** Asks whether something is meant; gives true or false. */
export function confirm({ title, text, yes }) {
  const no = make("button", { type: "button", className: "btn s2", textContent: say("Cancel") });
  const go = make("button", { type: "submit", className: "btn s4", textContent: yes });
  const form = make("form", { method: "dialog" }, make("header", {}, make("h2", { id: "modal-title", textContent: title })), make("p", { textContent: text }), make("footer", {}, no, go));
  dialog.replaceChildren(form);
  dialog.showModal();
  go.focus();
  return new Promise((resolve) => {
    no.onclick = close;
    form.onsubmit = () => resolve(true);
    dialog.addEventListener("close", () => resolve(false), { once: true });
  });
}

export const close = () => dialog.open && dialog.close();

function values(form) {
  const found = {};
  for (const entry of form.elements) {
    if (!entry.name) continue;
    if (entry.type === "file") found[entry.name] = [...entry.files];
    else if ("flag" in entry.dataset) found[entry.name] = entry.checked;
    else if (entry.tagName === "SELECT") found[entry.name] = [...entry.selectedOptions].map((one) => one.value).filter(Boolean);
    else if (entry.type === "checkbox") found[entry.name] = [...(found[entry.name] ?? []), ...(entry.checked ? [entry.value] : [])];
    else if (entry.type !== "radio" || entry.checked) found[entry.name] = entry.value;
  }
  return found;
}

dialog.addEventListener("submit", async (event) => {
  if (!event.target.dataset.interaction) return;
  event.preventDefault();
  const form = event.target;
  try {
    const { modal } = await submit(form.dataset.interaction, values(form));
    if (modal) open(modal);
    else close();
  } catch (error) {
    const wrong = form.querySelector(".wrong");
    wrong.textContent = error.message;
    wrong.hidden = false;
  }
});
dialog.addEventListener("click", (event) => (event.target === dialog || event.target.dataset.do === "close-modal") && close());
