// The page's own words: English as they stand in the code, other languages by tables that the sandbox gives.

import { $ } from "./page.js";

const ATTRIBUTES = ["aria-label", "title", "placeholder"];
let tables = {};
let spoken = document.documentElement.lang;

/** A sentence in the language that is spoken, what is given in its braces. */
export function say(sentence, given = {}) {
  return (tables[spoken]?.[sentence] ?? sentence).replace(/\{(\w+)\}/g, (whole, name) => given[name] ?? whole);
}

/** How the reader writes times and numbers: their own way where their browser speaks the language that is spoken. */
export function manner() {
  const [tongue] = spoken.split("-");
  return navigator.languages.find((one) => one.split("-")[0] === tongue) ?? spoken;
}

/** Speaks another language from now on; what stands on the page is said anew. */
export function speak(language, known) {
  tables = known;
  $("language").value = language;
  if (language === spoken) return;
  const back = new Map(Object.entries(tables[spoken] ?? {}).map(([sentence, said]) => [said, sentence]));
  const anew = (text) => text.replace(text.trim(), () => say(back.get(text.trim()) ?? text.trim()));
  document.documentElement.lang = spoken = language;
  retell(document.body, anew);
  for (const one of document.querySelectorAll("[data-say]")) one.setAttribute("aria-label", say(one.dataset.say, one.dataset));
}

/** What people and applications wrote is marked translate="no" and stays. */
function retell(node, anew) {
  if (node.nodeType === Node.TEXT_NODE) {
    if (node.data.trim()) node.data = anew(node.data);
    return;
  }
  for (const name of ATTRIBUTES) if (node.hasAttribute?.(name)) node.setAttribute(name, anew(node.getAttribute(name)));
  if (node.translate !== false) for (const child of node.childNodes) retell(child, anew);
}
