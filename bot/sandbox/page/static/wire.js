// One WebSocket: what is asked gets its answer by number, everything else is pushed. Lost, it is made anew.

import { say } from "./words.js";

const WAITS = [250, 500, 1000, 2000];

export class Wire {
  #socket = null;
  #asked = new Map();
  #number = 0;
  #failures = 0;

  constructor({ pushed, up, down }) {
    this.on = { pushed, up, down };
  }

  connect() {
    const socket = new WebSocket(`ws://${location.host}/page/socket${location.search}`);
    socket.onopen = () => {
      this.#socket = socket;
      this.#failures = 0;
      this.on.up();
    };
    socket.onmessage = (message) => this.#take(JSON.parse(message.data));
    socket.onclose = () => this.#lost();
  }

  /** The answer to something that is done; rejects with the sandbox's own words where it is refused. */
  ask(what, body = {}) {
    if (!this.#socket) return Promise.reject(new Error(say("The sandbox is not there just now.")));
    const id = ++this.#number;
    this.#socket.send(JSON.stringify({ ...body, id, do: what }));
    return new Promise((resolve, reject) => this.#asked.set(id, { resolve, reject }));
  }

  #take(body) {
    if (body.re === undefined) return this.on.pushed(body);
    const waiting = this.#asked.get(body.re);
    this.#asked.delete(body.re);
    if (body.error) waiting?.reject(new Error(body.error));
    else waiting?.resolve(body);
  }

  #lost() {
    this.#socket = null;
    for (const { reject } of this.#asked.values()) reject(new Error(say("The sandbox went away.")));
    this.#asked.clear();
    this.on.down();
    setTimeout(() => this.connect(), WAITS[Math.min(this.#failures++, WAITS.length - 1)]);
  }
}
