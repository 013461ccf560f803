// Files to be sent: picked, dropped or pasted, and handed over when the message is sent.

import { $, icon, make } from "./page.js";
import { say } from "./words.js";

const MOST = 10;
const LARGEST = 10 * 1024 * 1024;
let picked = [];
let does = null;

export const count = () => picked.length;

/** The files picked, which are no longer there then. */
export function take() {
  const taken = picked;
  show([]);
  return taken;
}

export function add(found) {
  const fresh = [...found];
  const large = fresh.find((file) => file.size > LARGEST);
  if (!does.may()) does.wrong(say("You may not attach files in this channel."));
  else if (large) does.wrong(say("{name} is too large: a file holds 10 MB at most.", { name: large.name }));
  else if (picked.length + fresh.length > MOST) does.wrong(say("A message takes {most} files at most.", { most: MOST }));
  else show([...picked, ...fresh]);
  does.focus();
}

function show(files) {
  picked = files;
  $("files").hidden = !files.length;
  $("files").replaceChildren(...files.map((file, index) => {
    const out = make("button", { type: "button", className: "tool" }, icon("close"));
    out.setAttribute("aria-label", say("Leave out {name}", { name: file.name }));
    out.onclick = () => {
      show(picked.filter((_, place) => place !== index));
      does.focus();
    };
    return make("li", {}, icon("file"), make("span", {}, make("b", { textContent: file.name }), make("small", { textContent: size(file.size) })), out);
  }));
}

const size = (bytes) => bytes < 1000 ? `${bytes} B` : bytes < 1e6 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

/** Hands a file over for a channel and gives its id; rejects with words for the person. */
export async function upload(channel, file) {
  const answer = await fetch(`/page/files/${channel}?name=${encodeURIComponent(file.name)}`, { method: "POST", body: file }).catch(() => null);
  if (answer?.ok) return (await answer.json()).id;
  const said = answer?.status === 413 ? "{name} is too large: a file holds 10 MB at most." : "{name} could not be sent; try again.";
  throw new Error(say(said, { name: file.name }));
}

/** Begins; `may` tells whether files may be attached here, `wrong` says why not, `focus` goes back to writing. */
export function begin(how) {
  does = how;
  const drop = $("drop");
  const carries = (event) => event.dataTransfer?.types.includes("Files");
  $("attach").onclick = () => $("pick").click();
  $("pick").onchange = () => {
    add($("pick").files);
    $("pick").value = "";
  };
  $("text").addEventListener("paste", (event) => {
    if (!event.clipboardData.files.length) return;
    event.preventDefault();
    add(event.clipboardData.files);
  });
  addEventListener("dragover", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    drop.hidden = false;
  });
  addEventListener("dragleave", (event) => event.relatedTarget ?? (drop.hidden = true));
  addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    drop.hidden = true;
    add(event.dataTransfer.files);
  });
}
