// What every module needs: elements by id, HTML as nodes, a word at the foot of the window.

export const $ = (id) => document.getElementById(id);

export function nodes(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return [...template.content.children];
}

export function make(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

export function icon(name) {
  return nodes(`<svg class="icon" aria-hidden="true"><use href="#i-${name}"/></svg>`)[0];
}

export function avatar(face) {
  const shape = make("span", { className: `avatar c${face.colour}${face.bot ? " app" : ""}`, textContent: face.initial });
  shape.setAttribute("aria-hidden", "true");
  return shape;
}

let fading = 0;

export function toast(text) {
  $("toast").textContent = text;
  $("toast").hidden = false;
  clearTimeout(fading);
  fading = setTimeout(() => ($("toast").hidden = true), 4000);
}
