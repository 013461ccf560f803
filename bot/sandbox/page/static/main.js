// The page: joins its parts to the sandbox.

import { $, nodes, toast } from "./page.js";
import { Wire } from "./wire.js";
import * as actions from "./actions.js";
import * as clock from "./clock.js";
import * as composer from "./composer.js";
import { upload } from "./files.js";
import * as hood from "./hood.js";
import * as log from "./log.js";
import * as menu from "./menu.js";
import * as modal from "./modal.js";
import * as select from "./select.js";
import * as times from "./times.js";
import { say, speak } from "./words.js";

const app = document.querySelector(".whole");
let head = null;
let typing = 0;

const wire = new Wire({ pushed, up, down });
const ask = (what, body) => wire.ask(what, body);

async function up() {
  $("offline").hidden = true;
  sat(await ask("be", { seat: sessionStorage.getItem("seat") }));
  await open(sessionStorage.getItem("channel"));
  if (app.dataset.panel === "hood") hood.watch(true);
  document.documentElement.dataset.ready = "";
}

/** Takes who one is, what language is spoken and what time it is. */
function sat({ seat, seats, language, tables, clock: there }) {
  sessionStorage.setItem("seat", seat);
  speak(language, tables);
  for (const option of $("seat").options) option.textContent = seats[option.value] ?? option.textContent;
  $("seat").value = seat;
  log.iAm(seat);
  times.set(there);
}

function down() {
  $("offline").hidden = false;
  delete document.documentElement.dataset.ready;
}

async function open(channel) {
  const opened = await ask("open", { channel });
  // Opened again after the sandbox was away: what had been begun to write is still there.
  const again = head?.id === opened.head.id && head.me.id === opened.head.me.id;
  sessionStorage.setItem("channel", opened.head.id);
  if (!again) composer.clear();
  offered(opened.commands);
  named(opened.head);
  log.open(opened);
  $("typing").textContent = "";
  delete app.dataset.side;
  $("menu").setAttribute("aria-expanded", "false");
  composer.focus();
}

function offered(found) {
  composer.offer(found);
  actions.offer(found.menus);
}

function named(told) {
  head = told;
  log.allow(told.may);
  $("threads").hidden = !told.threads.length;
  $("head-name").textContent = told.name;
  $("head-icon").setAttribute("href", `#i-${told.icon}`);
  document.title = `${told.name} · ${say("Sandbox")}`;
  $("me-avatar").className = `avatar c${told.me.colour}`;
  $("me-avatar").textContent = told.me.initial;
  composer.fit(told);
}

const PUSHES = {
  messages: (body) => {
    $("typing").textContent = "";
    log.change(body);
  },
  posts: ({ html }) => log.posts(html),
  side: ({ html }) => keepFocus($("places"), html, "open"),
  members: ({ html }) => $("members").replaceChildren(...nodes(html)),
  commands: offered,
  head: named,
  clock: times.set,
  panel: hood.again,
  traffic: ({ html }) => hood.passed(html),
  trouble: ({ html }) => hood.trouble(html),
  lost: ({ name }) => {
    toast(say("{name} is not there for you any more.", { name }));
    open(null);
  },
  typing: ({ name }) => {
    $("typing").textContent = say("{name} is typing…", { name });
    clearTimeout(typing);
    typing = setTimeout(() => ($("typing").textContent = ""), 8000);
  },
};

function pushed(body) {
  PUSHES[body.push]?.(body);
}

function keepFocus(box, html, key) {
  const on = box.contains(document.activeElement) ? document.activeElement.dataset[key] : null;
  box.replaceChildren(...nodes(html));
  if (on) box.querySelector(`[data-${key}="${on}"]`)?.focus();
}

/** Does something to a message; where the application does not answer, it says so below. */
async function act(what, article, body, button) {
  article.querySelector(":scope .failed")?.remove();
  button?.classList.add("busy");
  if (what === "press" || what === "choose") log.follow(article.dataset.id);
  try {
    const answer = await ask(what, { message: article.dataset.id, ...body });
    if (answer.modal) modal.open(answer.modal);
    return answer;
  } catch (error) {
    const standing = $(article.id);
    const said = document.createElement("p");
    said.className = "failed";
    said.setAttribute("role", "alert");
    said.textContent = error.message;
    standing?.querySelector(".content").append(said);
  } finally {
    button?.classList.remove("busy");
  }
}

composer.begin({
  say: async (text, reply, files) => {
    log.low();
    const there = head.id;
    return ask("say", { text, reply, files: await Promise.all(files.map((file) => upload(there, file))) });
  },
  edit: (article, text) => ask("edit", { message: article.dataset.id, text }),
  remove: (article) => actions.run("delete", article),
  last: () => {
    const article = log.last();
    if (article) actions.run("edit", article);
  },
  typing: () => ask("typing").catch(() => {}),
  type: (words, option, options) => ask("type", { words, option, options }),
  slash: async (sent, lacking, name) => {
    composer.wrong(lacking);
    if (!sent) return;
    log.low();
    composer.focus();
    try {
      for (const [option, file] of sent.files) sent.options[option] = await upload(head.id, file);
      const { modal: form } = await ask("slash", { words: sent.words, options: sent.options });
      if (form) modal.open(form);
    } catch (error) {
      log.notice(`/${name}: ${error.message}`);
    }
  },
});
modal.begin(async (interaction, values) => {
  for (const [name, value] of Object.entries(values)) {
    if (value?.[0] instanceof File) values[name] = await Promise.all(value.map((file) => upload(head.id, file)));
  }
  return ask("submit", { interaction, values });
});
actions.begin(act, async (user, { command, name }) => {
  try {
    const { modal: form } = await ask("use", { user, command });
    if (form) modal.open(form);
  } catch (error) {
    log.notice(`${name}: ${error.message}`);
  }
});
hood.begin(ask, async (channel, message) => {
  if (channel !== head.id) await open(channel);
  while (!$(`m${message}`) && $("messages").querySelector(":scope > .earlier")) log.before(await ask("earlier"), head);
  log.jump(message);
});
clock.begin(ask);

$("places").addEventListener("click", (event) => {
  const to = event.target.closest("[data-open]");
  if (to) open(to.dataset.open);
});
$("seat").addEventListener("change", async (event) => {
  delete document.documentElement.dataset.ready;
  sat(await ask("be", { seat: event.target.value }));
  await open(head.id);
  document.documentElement.dataset.ready = "";
});
$("language").addEventListener("change", async (event) => {
  sat(await ask("speak", { language: event.target.value }));
  await open(head.id);
  if (app.dataset.panel === "hood") hood.watch(true);
});
$("threads").onclick = () => {
  const found = head.threads.map(({ id, name, archived }) => ({ label: archived ? say("{name} (archived)", { name }) : name, mark: "thread", act: () => open(id) }));
  menu.open($("threads").getBoundingClientRect(), say("Threads"), [found], $("threads"));
};

$("log").addEventListener("click", async (event) => {
  const target = event.target.closest("button, [data-open]");
  if (!target) return;
  const article = target.closest(".msg");
  if (target.classList.contains("earlier")) log.before(await ask("earlier"), head);
  else if (target.dataset.open) open(target.dataset.open);
  else if (target.dataset.channel) open(target.dataset.channel);
  else if (target.dataset.command) composer.start(target.dataset.command);
  else if (target.dataset.jump) log.jump(target.dataset.jump);
  else if (target.classList.contains("opener")) {
    const chooser = target.closest(".select");
    select.open(chooser, (values) => act("choose", article, { custom: chooser.dataset.custom, values }, null));
  } else if (target.dataset.do === "press") act("press", article, { custom: target.dataset.custom }, target);
  else if (target.dataset.do === "react") act("react", article, { emoji: target.dataset.emoji }, target);
  else if (target.dataset.do === "dismiss") ask("dismiss", { message: article.dataset.id });
  else if (target.dataset.do === "outside") location.search = "?pictures=outside";
});
$("log").addEventListener("scroll", async () => {
  const earlier = $("messages").querySelector(":scope > .earlier");
  if (!earlier || earlier.disabled || $("log").scrollTop > 300) return;
  earlier.disabled = true;
  log.before(await ask("earlier"), head);
}, { passive: true });
$("log").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = new FormData(event.target);
  try {
    const { channel } = await ask("post", { title: form.get("title"), text: form.get("text"), tags: form.getAll("tag") });
    open(channel);
  } catch (error) {
    const wrong = event.target.querySelector(".wrong");
    wrong.textContent = error.message;
    wrong.hidden = false;
  }
});

function panel(name) {
  app.dataset.panel = name;
  $("members").hidden = name !== "members";
  $("hood").hidden = name !== "hood";
  for (const button of document.querySelectorAll(".top [data-panel]")) button.setAttribute("aria-pressed", String(button.dataset.panel === name));
  if (document.documentElement.dataset.ready !== undefined) hood.watch(name === "hood");
}
for (const button of document.querySelectorAll(".top [data-panel]")) {
  button.onclick = () => panel(app.dataset.panel === button.dataset.panel ? "none" : button.dataset.panel);
}
$("close-hood").onclick = () => panel("none");
const narrow = matchMedia("(max-width: 1080px)");
narrow.addEventListener("change", () => narrow.matches && panel("none"));
if (narrow.matches) panel("none");

$("menu").onclick = () => {
  const on = app.toggleAttribute("data-side");
  $("menu").setAttribute("aria-expanded", String(on));
  if (on) $("places").querySelector("[aria-current]")?.focus();
};
document.querySelector("main").addEventListener("click", (event) => {
  if (!event.target.closest("#menu")) delete app.dataset.side;
});
$("theme").onclick = () => {
  const root = document.documentElement;
  root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
  localStorage.setItem("theme", root.dataset.theme);
};
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && "side" in app.dataset) $("menu").click();
});

wire.connect();
