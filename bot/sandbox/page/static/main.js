// The page: joins its parts to the sandbox.

import { $, nodes, toast } from "./page.js";
import { Wire } from "./wire.js";
import * as clock from "./clock.js";
import * as composer from "./composer.js";
import * as hood from "./hood.js";
import * as log from "./log.js";
import * as modal from "./modal.js";
import * as select from "./select.js";
import * as times from "./times.js";

const app = document.querySelector(".whole");
let head = null;
let typing = 0;

const wire = new Wire({ pushed, up, down });
const ask = (what, body) => wire.ask(what, body);

async function up() {
  $("offline").hidden = true;
  const { seat, clock: there } = await ask("be", { seat: sessionStorage.getItem("seat") });
  sessionStorage.setItem("seat", seat);
  $("seat").value = seat;
  log.iAm(seat);
  times.set(there);
  await open(sessionStorage.getItem("channel"));
  if (app.dataset.panel === "hood") hood.watch(true);
  document.documentElement.dataset.ready = "";
}

function down() {
  $("offline").hidden = false;
  delete document.documentElement.dataset.ready;
}

async function open(channel) {
  const opened = await ask("open", { channel });
  sessionStorage.setItem("channel", opened.head.id);
  composer.clear();
  composer.offer(opened.commands);
  named(opened.head);
  log.open(opened);
  $("typing").textContent = "";
  delete app.dataset.side;
  $("menu").setAttribute("aria-expanded", "false");
  composer.focus();
}

function named(told) {
  head = told;
  $("head-name").textContent = told.name;
  $("head-icon").setAttribute("href", `#i-${told.icon}`);
  document.title = `${told.name} · Sandbox`;
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
  commands: composer.offer,
  head: named,
  clock: times.set,
  panel: hood.again,
  traffic: ({ html }) => hood.passed(html),
  trouble: ({ html }) => hood.trouble(html),
  lost: ({ name }) => {
    toast(`${name} is not there for you any more.`);
    open(null);
  },
  typing: ({ name }) => {
    $("typing").textContent = `${name} is typing…`;
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
  try {
    const { modal: form } = await ask(what, { message: article.dataset.id, ...body });
    if (form) modal.open(form);
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
  say: (text, reply) => {
    log.low();
    return ask("say", { text, reply });
  },
  typing: () => ask("typing").catch(() => {}),
  type: (words, option, options) => ask("type", { words, option, options }),
  slash: async (sent, lacking, name) => {
    composer.wrong(lacking);
    if (!sent) return;
    log.low();
    composer.focus();
    try {
      const { modal: form } = await ask("slash", sent);
      if (form) modal.open(form);
    } catch (error) {
      log.notice(`/${name}: ${error.message}`);
    }
  },
});
modal.begin((interaction, values) => ask("submit", { interaction, values }));
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
  const { seat } = await ask("be", { seat: event.target.value });
  sessionStorage.setItem("seat", seat);
  log.iAm(seat);
  await open(head.id);
});

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
$("log").addEventListener("keydown", (event) => {
  const on = document.activeElement;
  if (event.key.toLowerCase() === "r" && on.classList.contains("msg") && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    composer.replyTo(on);
  }
});
$("toolbar").addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const article = log.current();
  if (button?.dataset.do === "reply") composer.replyTo(article);
  else if (button) act(button.dataset.do, article, { emoji: button.dataset.emoji }, null);
});
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
