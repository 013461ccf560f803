// Modals: what an application asks for, filled in and sent.

import { $ } from "./page.js";
import { tell } from "./times.js";

const dialog = $("modal");
let submit = null;

export const begin = (does) => (submit = does);

export function open(html) {
  dialog.innerHTML = html;
  tell(dialog);
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("input, textarea, .fields select")?.focus();
}

export const close = () => dialog.open && dialog.close();

function values(form) {
  const found = {};
  for (const entry of form.elements) {
    if (!entry.name) continue;
    if ("flag" in entry.dataset) found[entry.name] = entry.checked;
    else if (entry.tagName === "SELECT") found[entry.name] = [...entry.selectedOptions].map((one) => one.value).filter(Boolean);
    else if (entry.type === "checkbox") found[entry.name] = [...(found[entry.name] ?? []), ...(entry.checked ? [entry.value] : [])];
    else if (entry.type !== "radio" || entry.checked) found[entry.name] = entry.value;
  }
  return found;
}

dialog.addEventListener("submit", async (event) => {
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
