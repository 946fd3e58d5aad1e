/* heartline-client 0.1.0, Apache-2.0. Built from src by `npm run build`. */
"use strict";
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);

// src/index.js
var index_exports = {};
__export(index_exports, {
  HeartlineError: () => HeartlineError,
  connect: () => connect
});
module.exports = __toCommonJS(index_exports);

// src/close-codes.js
var NAMES = /* @__PURE__ */ new Map([
  [4e3, "DRAINING"],
  [4001, "HEARTBEAT_LOST"],
  [4002, "SLOW_CONSUMER"],
  [4003, "UNAVAILABLE"],
  [4004, "TOKEN_EXPIRED"],
  [4005, "INTERNAL_ERROR"],
  [4006, "POSITION_LOST"],
  [4007, "TRY_LATER"],
  [4008, "HELLO_TIMEOUT"],
  [4500, "UNAUTHORIZED"],
  [4501, "PROTOCOL_VIOLATION"],
  [4502, "REPLACED"],
  [4504, "REMOVED"]
]);
var TOKEN_EXPIRED = 4004;
function nameOf(code) {
  return NAMES.get(code || 0) || "CLOSED";
}
function staysAway(code) {
  return code !== void 0 && code >= 4500 && code <= 4999;
}

// src/errors.js
var HeartlineError = class extends Error {
  /**
   * @param {string} code
   * @param {string} message
   */
  constructor(code, message) {
    super(message);
    this.name = "HeartlineError";
    this.code = code;
  }
};
function must(right, otherwise) {
  if (!right) throw new TypeError(otherwise);
}
function shown(value) {
  if (typeof value === "string") return `"${value}"`;
  return value !== null && (typeof value === "object" || typeof value === "function") ? `this ${typeof value}` : String(value);
}

// src/frames.js
function parse(text) {
  if (typeof text !== "string") return void 0;
  try {
    const frame = JSON.parse(text);
    return frame && typeof frame.t === "string" ? frame : void 0;
  } catch (notJson) {
    return void 0;
  }
}
var MAX_DEPTH = 512;
function requestFrame(ref, to, body) {
  must(typeof to === "string" && to && isWellFormed(to), `to must be the name of a service, not ${shown(to)}`);
  const json = jsonOf(body);
  const frame = JSON.stringify({ t: "send", ref, to }).slice(0, -1) + (json === void 0 ? "}" : `,"body":${json}}`);
  must(depthOf(frame) <= MAX_DEPTH, `body must not be nested deeper than ${MAX_DEPTH - 1} values`);
  return frame;
}
function jsonOf(body) {
  if (body === void 0) return void 0;
  let json;
  try {
    json = JSON.stringify(body);
  } catch (error) {
    throw new TypeError(`body is no JSON value: ${error instanceof Error ? error.message : error}`);
  }
  must(json !== void 0, `body is no JSON value: it is ${shown(body)}`);
  return json;
}
function depthOf(json) {
  let [depth, deepest, quoted] = [0, 0, false];
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (quoted && character === "\\") at++;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && (character === "{" || character === "[")) deepest = Math.max(deepest, ++depth);
    else if (!quoted && (character === "}" || character === "]")) depth--;
  }
  return deepest;
}
function isWellFormed(text) {
  try {
    return encodeURIComponent(text) !== void 0;
  } catch (half) {
    return false;
  }
}
function bytesOf(text) {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) || 0;
    bytes += point < 128 ? 1 : point < 2048 ? 2 : point < 65536 ? 3 : 4;
  }
  return bytes;
}

// src/heartbeat.js
var PROBE_MILLIS = 5e3;
var Heartbeat = class {
  /**
   * @param {import('./types.js').Clock} clock
   * @param {number} everyMillis
   * @param {{ping: () => void, dead: () => void}} on
   */
  constructor(clock, everyMillis, on) {
    this.clock = clock;
    this.everyMillis = everyMillis;
    this.on = on;
    this.heardAt = clock.now();
    this.asked = void 0;
    this.sleepUntil(this.heardAt + everyMillis);
  }
  heard() {
    this.heardAt = this.clock.now();
    if (!this.asked) return;
    this.asked = void 0;
    this.sleepUntil(this.heardAt + this.everyMillis);
  }
  /** Pings now, with a short deadline: the network changed, or the page was frozen. */
  probe() {
    const now = this.clock.now();
    if (this.asked && this.asked.last && now < this.asked.deadline) return;
    this.ask(now + PROBE_MILLIS, true);
  }
  stop() {
    this.clock.clearTimeout(this.timer);
  }
  /** @private */
  check() {
    const now = this.clock.now();
    if (now < this.heardAt) this.heardAt = now;
    if (!this.asked) {
      const due = this.heardAt + this.everyMillis;
      return now < due ? this.sleepUntil(due) : this.ask(now + 2 * this.everyMillis, false);
    }
    const late = now - this.asked.deadline;
    if (late < 0) return this.sleepUntil(this.asked.deadline);
    return late > PROBE_MILLIS && !this.asked.last ? this.probe() : this.on.dead();
  }
  /**
   * @private
   * @param {number} deadline
   * @param {boolean} last
   */
  ask(deadline, last) {
    this.asked = { deadline, last };
    this.sleepUntil(deadline);
    this.on.ping();
  }
  /**
   * @private
   * @param {number} time
   */
  sleepUntil(time) {
    const most = 2 * this.everyMillis;
    const millis = Math.max(0, Math.min(time - this.clock.now(), most));
    this.clock.clearTimeout(this.timer);
    this.timer = this.clock.setTimeout(() => this.check(), millis);
  }
};

// src/attempt.js
var LEAVE_MILLIS = 2e3;
var Attempt = class {
  /**
   * @param {object} parts
   * @param {import('./types.js').Clock} parts.clock
   * @param {import('./types.js').Transport} parts.transport
   * @param {number} parts.withinMillis  time limit until the welcome
   * @param {() => Promise<() => object>} parts.prepare  gets a token; gives the function that makes the hello
   * @param {AttemptEvents} parts.on
   */
  constructor({ clock, transport, withinMillis, prepare, on }) {
    this.clock = clock;
    this.transport = transport;
    this.prepare = prepare;
    this.on = on;
    this.over = false;
    this.leaving = false;
    this.upgraded = false;
    this.timer = clock.setTimeout(() => this.fail("TIMEOUT", `no welcome within ${withinMillis} ms`), withinMillis);
  }
  async start() {
    if (this.over) return;
    try {
      const hello = await this.prepare();
      if (this.over) return;
      this.socket = this.transport({
        open: () => this.over || this.opened(hello()),
        text: (text) => this.over || this.text(text),
        close: (code, reason) => this.end({ name: nameOf(code), code, reason })
      });
      if (this.over) this.socket.close();
    } catch (error) {
      this.fail("FAILED", String(error));
    }
  }
  /**
   * @private
   * @param {object} hello
   */
  opened(hello) {
    this.upgraded = true;
    this.send(hello);
  }
  /** @param {object | string} frame  or its text */
  send(frame) {
    if (this.over || !this.socket) return;
    try {
      this.socket.send(typeof frame === "string" ? frame : JSON.stringify(frame));
    } catch (error) {
      this.fail("FAILED", String(error));
    }
  }
  /** Checks the peer early, because the network changed or the page was frozen. */
  probe() {
    if (this.heartbeat) this.heartbeat.probe();
  }
  /** Sends bye and lets the server close the connection, which delivers the last frames first. */
  leave() {
    this.leaving = true;
    if (this.heartbeat) this.heartbeat.stop();
    this.timer = this.clock.setTimeout(() => this.drop(), LEAVE_MILLIS);
    this.send({ t: "bye" });
  }
  /** Ends the attempt from this side. */
  drop() {
    this.end({ name: "CLOSED", reason: "closed on this side" });
  }
  /**
   * @private
   * @param {unknown} text
   */
  text(text) {
    if (this.leaving) return;
    if (this.heartbeat) this.heartbeat.heard();
    this.on.heard();
    const frame = parse(text);
    if (!frame || this.over) return;
    if (frame.t === "ping") this.send({ t: "pong" });
    else if (frame.t === "welcome") this.welcome(
      /** @type {any} */
      frame
    );
    else if (frame.t === "goodbye") this.end({ ...frame, name: nameOf(frame.code), reason: frame.reason || "" });
    else if (this.heartbeat) this.on.frame(frame);
  }
  /**
   * @private
   * @param {import('./types.js').Welcome} welcome
   */
  welcome(welcome) {
    if (this.heartbeat) return;
    this.clock.clearTimeout(this.timer);
    this.heartbeat = new Heartbeat(this.clock, welcome.heartbeatMillis || 25e3, {
      ping: () => this.send({ t: "ping" }),
      dead: () => this.fail("SILENT", "nothing was heard from the server")
    });
    this.on.welcome(welcome);
  }
  /**
   * @private
   * @param {string} name
   * @param {string} reason
   */
  fail(name, reason) {
    this.end({ name, reason });
  }
  /**
   * @private
   * @param {import('./types.js').Why & {retryAfterMillis?: number}} why
   */
  end({ name, code, reason, retryAfterMillis }) {
    if (this.over) return;
    this.over = true;
    this.clock.clearTimeout(this.timer);
    if (this.heartbeat) this.heartbeat.stop();
    if (this.socket) this.socket.close();
    const opened = !!this.socket;
    const welcomed = !!this.heartbeat;
    this.on.end({ name, code, reason, retryAfterMillis, opened, welcomed, upgraded: this.upgraded });
  }
};

// src/backoff.js
var Backoff = class {
  /**
   * @param {() => number} random
   * @param {number} [firstMillis]
   * @param {number} [mostMillis]
   */
  constructor(random, firstMillis = 500, mostMillis = 3e4) {
    this.random = random;
    this.firstMillis = firstMillis;
    this.mostMillis = mostMillis;
    this.tries = 0;
  }
  next() {
    const ceiling = Math.min(this.mostMillis, this.firstMillis * 2 ** this.tries);
    this.tries++;
    return Math.round(this.random() * ceiling);
  }
  reset() {
    this.tries = 0;
  }
};

// src/storage.js
function memory() {
  const values = /* @__PURE__ */ new Map();
  return {
    get: (key) => values.get(key),
    set: (key, value) => void values.set(key, value),
    remove: (key) => void values.delete(key)
  };
}
function webStorage(area2) {
  return {
    get: (key) => area2.getItem(key),
    set: (key, value) => area2.setItem(key, value),
    remove: (key) => area2.removeItem(key)
  };
}
function wxStorage(wx2) {
  return {
    get: (key) => wx2.getStorageSync(key),
    set: (key, value) => wx2.setStorageSync(key, value),
    remove: (key) => wx2.removeStorageSync(key)
  };
}
function forgiving(storage, checked = atOnce) {
  const instead = memory();
  return {
    get(key) {
      try {
        return instead.get(key) || checked(storage.get(key));
      } catch (refused) {
        return void 0;
      }
    },
    set(key, value) {
      try {
        checked(storage.set(key, value));
        instead.remove(key);
      } catch (refused) {
        instead.set(key, value);
      }
    },
    remove(key) {
      instead.remove(key);
      try {
        checked(storage.remove(key));
      } catch (refused) {
      }
    }
  };
}
function atOnce(answer) {
  if (isPromise(answer)) throw new TypeError("storage must be synchronous");
  return answer;
}
function isPromise(answer) {
  const promise = !!answer && typeof answer.then === "function";
  if (promise) answer.then(void 0, () => {
  });
  return promise;
}

// src/platform.js
var MOST_MILLIS = 2 ** 31 - 1;
function platform(given2) {
  const mini = given2 || globalWx();
  return {
    clock: {
      now: () => Date.now(),
      setTimeout: (run, millis) => setTimeout(run, millis),
      clearTimeout: (timer) => clearTimeout(timer)
    },
    random: Math.random,
    locks: typeof navigator === "undefined" ? void 0 : navigator.locks,
    session: area(() => sessionStorage),
    local: area(() => localStorage),
    wxStorage: mini && wxStorage(mini),
    WebSocket: typeof WebSocket === "undefined" ? void 0 : WebSocket,
    wx: mini,
    fetch: typeof fetch === "function" && typeof AbortController === "function" ? (url, init) => fetch(url, init) : void 0,
    base: typeof location === "undefined" || location.origin === "null" ? void 0 : location.origin,
    // null: a file
    watch: (lifecycle) => typeof document === "undefined" ? watchMini(mini, lifecycle) : watchPage(lifecycle)
  };
}
function globalWx() {
  const found = typeof wx !== "undefined" ? wx : typeof uni !== "undefined" ? uni : void 0;
  return found && typeof found.connectSocket === "function" ? found : void 0;
}
function area(get) {
  try {
    const found = get();
    return found ? webStorage(found) : void 0;
  } catch (forbidden) {
    return void 0;
  }
}
function watchPage({ wake, suspend }) {
  const watched = [
    [window, "online", wake],
    [window, "offline", wake],
    // check the connection instead of closing it
    [window, "pageshow", wake],
    [window, "pagehide", (event) => suspend(!event.persisted)],
    [document, "visibilitychange", () => document.visibilityState === "visible" && wake()],
    [document, "resume", wake]
  ];
  for (const [target, type, listener] of watched) target.addEventListener(type, listener);
  return () => watched.forEach(([target, type, listener]) => target.removeEventListener(type, listener));
}
function watchMini(mini, { wake }) {
  const names = ["AppShow", "NetworkStatusChange"];
  const has = (name) => mini && typeof mini[name] === "function";
  for (const name of names) if (has("on" + name)) mini["on" + name](wake);
  return () => {
    for (const name of names) if (has("off" + name)) mini["off" + name](wake);
  };
}

// src/connector.js
var STABLE_MILLIS = 1e4;
var Connector = class {
  /**
   * @param {object} parts
   * @param {import('./types.js').Platform} parts.platform
   * @param {import('./transport-selector.js').TransportSelector} parts.transports
   * @param {import('./diagnosis.js').Diagnosis} parts.diagnosis
   * @param {number} parts.withinMillis
   * @param {number} parts.maxAttempts
   * @param {() => Promise<() => object>} parts.prepare
   * @param {ConnectorEvents} parts.on
   */
  constructor({ platform: platform2, transports, diagnosis, withinMillis, maxAttempts, prepare, on }) {
    this.clock = platform2.clock;
    this.transports = transports;
    this.diagnosis = diagnosis;
    this.withinMillis = withinMillis;
    this.maxAttempts = maxAttempts;
    this.prepare = prepare;
    this.on = on;
    this.backoff = new Backoff(platform2.random);
    this.phase = { state: "idle" };
    this.isGone = () => {
    };
    this.gone = new Promise((resolve) => this.isGone = resolve);
  }
  begin() {
    if (this.phase.state !== "idle" && this.phase.state !== "waiting") return;
    if (this.phase.state === "waiting") this.clock.clearTimeout(this.phase.timer);
    const attempt = new Attempt({
      clock: this.clock,
      transport: this.transports.next(),
      withinMillis: this.withinMillis,
      prepare: this.prepare,
      on: {
        ...this.on,
        welcome: (welcome) => this.welcome(attempt, welcome),
        end: (ending) => this.ended(ending)
      }
    });
    this.enter({ state: "connecting", attempt });
    attempt.start();
  }
  /** Reacts to a network change or a page that is shown: checks the connection, or ends a wait that the server did not ask for. */
  wake() {
    const { phase } = this;
    if (phase.state === "online") phase.attempt.probe();
    if (phase.state === "waiting" && this.clock.now() >= phase.notBefore) this.begin();
  }
  /** Closes the socket of a page that is left but may be shown again. Connects again at `wake`. */
  suspend() {
    const attempt = this.attempt();
    if (!attempt && this.phase.state !== "waiting") return;
    if (this.phase.state === "waiting") this.clock.clearTimeout(this.phase.timer);
    const why = { name: "RESTING", reason: "the page was left" };
    this.enter({ state: "waiting", notBefore: 0 }, why);
    if (attempt) attempt.drop();
  }
  /**
   * Stops the client permanently.
   *
   * @param {import('./types.js').Why} why
   * @param {boolean} [bye]
   */
  stop(why, bye = false) {
    if (this.phase.state === "stopped") return;
    const attempt = this.attempt();
    const online = this.phase.state === "online";
    if (this.phase.state === "waiting") this.clock.clearTimeout(this.phase.timer);
    this.enter({ state: "stopped" }, why);
    this.diagnosis.cancel();
    if (!attempt || attempt.over) return this.isGone();
    if (online && bye) attempt.leave();
    else attempt.drop();
  }
  /** @param {object | string} frame  or its text */
  send(frame) {
    const attempt = this.attempt();
    if (attempt) attempt.send(frame);
  }
  /** @private */
  attempt() {
    const { phase } = this;
    return phase.state === "connecting" || phase.state === "online" ? phase.attempt : void 0;
  }
  /**
   * @private
   * @param {Attempt} attempt
   * @param {import('./types.js').Welcome} welcome
   */
  welcome(attempt, welcome) {
    this.transports.worked();
    this.diagnosis.welcomed();
    this.enter({ state: "online", attempt, since: this.clock.now() });
    if (this.attempt() === attempt) this.on.welcome(welcome);
  }
  /**
   * @private
   * @param {Ending} ending
   */
  ended(ending) {
    const { phase } = this;
    this.on.lost(ending);
    if (phase.state === "stopped") return this.isGone();
    if (phase.state !== "connecting" && phase.state !== "online") return;
    if (phase.state === "online" && this.clock.now() - phase.since >= STABLE_MILLIS) this.backoff.reset();
    if (ending.opened && !ending.welcomed) this.transports.failed();
    const reason = this.diagnosis.reasonOf(ending);
    if (typeof reason === "string") return this.failed({ ...ending, reason }, 0);
    const endedAt = this.clock.now();
    reason.then((known) => this.phase === phase && this.failed({ ...ending, reason: known }, this.clock.now() - endedAt));
  }
  /**
   * Stops, or waits for the next attempt, when the reason of the failure is known.
   *
   * @private
   * @param {Ending} ending
   * @param {number} millis  time since the failure
   */
  failed(ending, millis) {
    const { name, code, reason } = ending;
    if (staysAway(code)) return this.stop({ name, code, reason });
    const delay = this.backoff.next();
    if (this.backoff.tries >= this.maxAttempts) {
      return this.stop({ name: "MAX_ATTEMPTS", code, reason: `${this.maxAttempts} attempts failed: ${reason}` });
    }
    this.wait(delay - Math.min(delay, Math.max(0, millis)), ending);
  }
  /**
   * @private
   * @param {number} delay
   * @param {Ending} ending
   */
  wait(delay, { name, code, reason, retryAfterMillis }) {
    const asked = Math.min(retryAfterMillis || 0, MOST_MILLIS);
    const delayMillis = Math.max(delay, asked);
    const timer = this.clock.setTimeout(() => this.begin(), delayMillis);
    const notBefore = this.clock.now() + asked;
    this.enter({ state: "waiting", notBefore, timer }, { name, code, reason, delayMillis });
  }
  /**
   * @private
   * @param {Phase} phase
   * @param {import('./types.js').Why} [why]
   */
  enter(phase, why) {
    this.phase = phase;
    this.on.state(phase.state, why);
  }
};

// src/device-name.js
var RELOAD_MILLIS = 1e3;
var DeviceName = class {
  /**
   * @param {object} parts
   * @param {import('./types.js').Platform} parts.platform
   * @param {import('./types.js').Storage} parts.place  storage for a generated name
   * @param {boolean} parts.copied  true if duplicating a tab copies that storage
   * @param {string} parts.key
   * @param {string} [parts.given]
   */
  constructor({ platform: platform2, place, copied, key, given: given2 }) {
    this.platform = platform2;
    this.place = place;
    this.key = key;
    this.given = given2;
    this.copied = copied;
    this.held = void 0;
  }
  /** @returns {Promise<string>} the name, reserved until `release` */
  async claim() {
    if (this.given) return this.given;
    this.held = this.held || (this.copied && !this.platform.locks ? this.takeOut() : this.lock());
    return (await this.held).name;
  }
  /** Gives the name back, to the next page in this tab. */
  release() {
    const { held } = this;
    this.held = void 0;
    if (held) held.then(({ release }) => release(), () => {
    });
  }
  /** @private */
  async takeOut() {
    const name = this.stored();
    this.place.remove(this.key);
    return { name, release: () => this.place.set(this.key, name) };
  }
  /** @private */
  async lock() {
    let name = this.stored();
    let release = await this.hold(name);
    if (!release) {
      name = this.generate();
      release = await this.hold(name);
    }
    this.place.set(this.key, name);
    return { name, release: release || (() => {
    }) };
  }
  /**
   * @private
   * @param {string} name
   * @returns {Promise<(() => void) | undefined>} releases the lock; undefined if another page holds it
   */
  hold(name) {
    const { locks, clock } = this.platform;
    if (!locks) return Promise.resolve(() => {
    });
    return new Promise((resolve) => {
      const timeout = new AbortController();
      const timer = clock.setTimeout(() => timeout.abort(), RELOAD_MILLIS);
      const got = () => {
        clock.clearTimeout(timer);
        return new Promise((release) => resolve(() => release(void 0)));
      };
      locks.request(`heartline:${name}`, { signal: timeout.signal }, got).catch(() => {
        clock.clearTimeout(timer);
        resolve(void 0);
      });
    });
  }
  /**
   * Name in the storage, unless another program has damaged it; otherwise a new one.
   *
   * @private
   */
  stored() {
    const name = this.place.get(this.key);
    return name && isDevice(name) ? name : this.generate();
  }
  /** @private */
  generate() {
    const part = () => this.platform.random().toString(36).slice(2, 10);
    return `js-${part()}${part()}`;
  }
};
function isDevice(name) {
  return typeof name === "string" && /^[A-Za-z0-9._:-]{1,64}$/.test(name);
}

// src/urls.js
var SCHEMES = "wss://, ws://, https:// or http://";
function socketUrl(url, base) {
  const text = textOf(url);
  must(text[0] !== "/" || base, `url ${shown(text)} is only a path, and there is no page whose host it could be on: begin with ${SCHEMES}`);
  const whole = text[0] === "/" ? onPage(text, base || "") : text;
  must(/^(ws|http)s?:\/\/[^/?#]/i.test(whole), `url must begin with ${SCHEMES}, or with / on a page; it is ${shown(text)}`);
  must(!whole.includes("#"), `url must have no fragment, that is, nothing from # on; it is ${shown(text)}`);
  must(isUrl(whole), `url is no valid url; it is ${shown(text)}`);
  return whole.replace(/^http(s?)/i, (http, s) => "ws" + s.toLowerCase());
}
function textOf(url) {
  const text = url && typeof url.href === "string" ? url.href : url;
  must(typeof text === "string", `url must be a text or a URL, not ${shown(url)}`);
  return text;
}
function onPage(path, base) {
  return (path[1] === "/" ? base.replace(/\/\/.*/, "") : base) + path;
}
function isUrl(whole) {
  try {
    return typeof URL !== "function" || !!new URL(whole);
  } catch (invalid) {
    return false;
  }
}
function sockjsUrl(url) {
  return withoutQuery(httpUrl(url)).replace(/\/connect\/?$/, "") + "/sockjs";
}
function withoutQuery(url) {
  return url.replace(/\?.*$/, "");
}
function httpUrl(url) {
  return url.replace(/^ws(s?)/i, (ws, s) => "http" + s.toLowerCase());
}

// src/diagnosis.js
var WITHIN_MILLIS = 3e3;
var FIRST = 2;
var EVERY = 4;
var MOST_CHARACTERS = 300;
var Diagnosis = class {
  /**
   * @param {import('./types.js').Clock} clock
   * @param {string} url  of the WebSocket
   * @param {Fetch | undefined | false} fetch
   */
  constructor(clock, url, fetch2) {
    this.clock = clock;
    this.url = httpUrl(url).replace(/\/\/[^/?]*@/, "//");
    this.shown = withoutQuery(this.url);
    this.fetch = fetch2;
    this.cancel = () => {
    };
    this.failures = 0;
    this.next = FIRST;
    this.reason = "";
  }
  /** Forgets the failures: a connection has succeeded. */
  welcomed() {
    this.failures = 0;
    this.next = FIRST;
    this.reason = "";
  }
  /**
   * @param {import('./attempt.js').Ending} ending
   * @returns {string | Promise<string>} the reason for which the attempt failed
   */
  reasonOf({ name, reason, welcomed, upgraded }) {
    if (welcomed) return reason;
    this.failures++;
    const unknown = name === "TIMEOUT" || name === "CLOSED" && !reason;
    if (upgraded || !unknown || !this.fetch) return reason;
    if (this.failures < this.next) return this.reason || reason;
    this.next = this.failures + EVERY;
    return this.ask(this.fetch).then((answer) => this.reason = answer);
  }
  /**
   * @private
   * @param {Fetch} fetch
   */
  async ask(fetch2) {
    const timeout = typeof AbortController === "function" ? new AbortController() : void 0;
    const timer = this.clock.setTimeout(() => this.cancel(), WITHIN_MILLIS);
    const over = new Promise((resolve) => {
      this.cancel = () => resolve(`no answer came from ${this.shown}`);
    });
    try {
      return await Promise.race([over, this.answer((init) => fetch2(this.url, { ...init, cache: "no-store", signal: timeout && timeout.signal }))]);
    } finally {
      this.clock.clearTimeout(timer);
      if (timeout) timeout.abort();
    }
  }
  /**
   * @private
   * @param {(init: object) => Promise<HttpAnswer>} get
   * @returns {Promise<string>}
   */
  async answer(get) {
    try {
      const response = await get({});
      const detail = await detailOf(response);
      const at = `${response.status} at ${this.shown}`;
      return detail ? `${detail} (${at})` : `the answer was ${at}, which is none of Heartline: check host, port and path, usually /v1/connect`;
    } catch (error) {
      return this.unreadable(get, error);
    }
  }
  /**
   * The answer of another origin can be read only if it allows that. Without reading it, the browser still tells if one came.
   *
   * @private
   * @param {(init: object) => Promise<HttpAnswer>} get
   * @param {any} error
   */
  async unreadable(get, error) {
    try {
      await get({ mode: "no-cors" });
      return `${this.shown} gave an answer that this page may not read, so it is none of Heartline: check host and port`;
    } catch (nothing) {
      const cause = error && error.cause && error.cause.code;
      return `nothing answered at ${this.shown}${cause ? ` (${cause})` : ""}: check host and port, and that the server runs`;
    }
  }
};
async function detailOf(response) {
  if (!/json/.test(response.headers.get("content-type") || "")) return "";
  try {
    const { detail } = JSON.parse(await response.text());
    return typeof detail === "string" ? detail.slice(0, MOST_CHARACTERS) : "";
  } catch (notJson) {
    return "";
  }
}

// src/events.js
var Events = class {
  constructor() {
    this.listeners = /* @__PURE__ */ new Map();
  }
  /**
   * @param {string} type
   * @param {Function} listener
   * @returns {() => void} removes the listener
   */
  on(type, listener) {
    const listeners = this.listeners.get(type) || /* @__PURE__ */ new Set();
    this.listeners.set(type, listeners.add(listener));
    return () => listeners.delete(listener);
  }
  /**
   * @param {string} type
   * @param {...any} details
   * @returns {Promise<any>[]} the answers of the listeners
   */
  emit(type, ...details) {
    return [...this.listeners.get(type) || []].map(
      (listener) => (async () => listener(...details))().catch((error) => report(`a listener of "${type}" threw`, error))
    );
  }
  /**
   * Calls each listener when the one before has finished. Rejects with the first failure.
   *
   * @param {string} type
   * @param {any} detail
   */
  async emitInTurn(type, detail) {
    for (const listener of this.listeners.get(type) || []) await listener(detail);
  }
};
function report(what, error) {
  console.error(`heartline: ${what}`, error);
}

// src/ack-recorder.js
var BATCH_MILLIS = 50;
var BATCH_MESSAGES = 16;
var AckRecorder = class {
  /**
   * @param {import('./types.js').Clock} clock
   * @param {import('./types.js').Position} from  `welcome.position`
   * @param {(seq: number) => void} send
   */
  constructor(clock, from, send) {
    this.clock = clock;
    this.send = send;
    this.epoch = from.epoch;
    this.received = from.seq;
    this.finishedUpTo = from.seq;
    this.sent = from.seq;
    this.waiting = 0;
    this.sentAt = 0;
    this.timer = void 0;
  }
  /**
   * Records the position of a message that came.
   *
   * @param {string} epoch
   * @param {number} seq
   */
  expect(epoch, seq) {
    if (epoch !== this.epoch) {
      this.flush();
      this.epoch = epoch;
      this.finishedUpTo = seq - 1;
      this.sent = seq - 1;
    }
    this.received = seq;
  }
  /** @param {import('./types.js').Position} position  the last finished position */
  finished({ epoch, seq }) {
    if (epoch !== this.epoch) return;
    this.finishedUpTo = Math.min(seq, this.received);
    if (this.finishedUpTo <= this.sent) return;
    this.waiting++;
    if (this.waiting >= BATCH_MESSAGES) this.flush();
    else this.flushIfDue();
  }
  /** Sends a batch that is due. Also called for each frame that comes, because timers of a hidden page are late. */
  flushIfDue() {
    if (!this.waiting) return;
    const millis = this.sentAt + BATCH_MILLIS - this.clock.now();
    if (millis <= 0 || millis > BATCH_MILLIS) return this.flush();
    this.timer = this.timer || this.clock.setTimeout(() => this.flush(), millis);
  }
  flush() {
    this.close();
    if (this.finishedUpTo <= this.sent) return;
    this.waiting = 0;
    this.sent = this.finishedUpTo;
    this.sentAt = this.clock.now();
    this.send(this.sent);
  }
  close() {
    this.clock.clearTimeout(this.timer);
    this.timer = void 0;
  }
};

// src/message-dispatcher.js
var MAX_TRANSIENT = 128;
var MessageDispatcher = class {
  /**
   * @param {object} parts
   * @param {import('./types.js').Platform} parts.platform
   * @param {import('./saved-position.js').SavedPosition} parts.savedPosition
   * @param {number} parts.maxTries
   * @param {(info: WelcomeInfo) => Promise<void>} parts.reset  calls the application's listeners
   * @param {() => void} parts.finished  called when the saved position may have moved
   * @param {(message: Message, error: unknown, tries: number) => void} parts.failed  called from the `maxTries`-th failure on
   */
  constructor({ platform: platform2, savedPosition, maxTries, reset, finished, failed }) {
    this.clock = platform2.clock;
    this.random = platform2.random;
    this.savedPosition = savedPosition;
    this.maxTries = maxTries;
    this.reset = reset;
    this.finished = finished;
    this.failed = failed;
    this.handler = void 0;
    this.queue = [];
    this.inHand = void 0;
    this.busy = false;
    this.closed = false;
  }
  /** @param {((message: Message) => any) | undefined} handler */
  handle(handler) {
    this.handler = handler;
    this.run();
  }
  /** @param {{message?: Message, reset?: WelcomeInfo}} item */
  put(item) {
    if (isTransient(item) && !this.roomForTransient()) return;
    this.queue.push({ ...item, tries: 0, backoff: new Backoff(this.random) });
    this.run();
  }
  /** Drops the waiting items when the connection ends. */
  drop() {
    this.queue = [];
  }
  close() {
    this.closed = true;
    this.drop();
    this.clock.clearTimeout(this.timer);
  }
  /**
   * Checks that the message is still in hand, that is, neither finished nor skipped.
   *
   * @param {Message} message
   */
  holds(message) {
    const { inHand } = this;
    return !this.closed && inHand && inHand.message === message;
  }
  /** Counts the message in hand as finished. A try that is at work ends first, before the next message. */
  skip() {
    if (this.inHand) this.finish(this.inHand);
    if (this.timer !== void 0) this.resume();
  }
  /** @private */
  async run() {
    if (this.busy) return;
    this.busy = true;
    for (let item = this.next(); item; item = this.next()) await this.tryIt(item);
    this.busy = false;
  }
  /**
   * Takes the next item in hand, if there is one that can be handled now.
   *
   * @private
   */
  next() {
    const item = this.inHand || this.queue[0];
    if (!item || this.closed || this.timer !== void 0 || !(item.reset || this.handler)) return void 0;
    if (!this.inHand) this.queue.shift();
    return this.inHand = item;
  }
  /**
   * @private
   * @param {Item} item
   */
  async tryIt(item) {
    const { message, reset } = item;
    if (message && !item.tries && this.savedPosition.covers(message)) return this.finish(item);
    item.tries++;
    try {
      await (reset ? this.reset(reset) : this.handler && this.handler(
        /** @type {Message} */
        message
      ));
    } catch (error) {
      return this.threw(item, error);
    }
    this.finish(item);
  }
  /**
   * @private
   * @param {Item} item
   * @param {unknown} error
   */
  threw(item, error) {
    const { message, tries } = item;
    if (isTransient(item)) {
      report("the handler threw on a transient message", error);
      return this.finish(item);
    }
    if (this.closed || this.inHand !== item) return;
    this.timer = this.clock.setTimeout(() => this.resume(), item.backoff.next());
    if (!message) report('a listener of "reset" threw', error);
    else if (tries >= this.maxTries) this.failed(message, error, tries);
  }
  /** @private */
  resume() {
    this.clock.clearTimeout(this.timer);
    this.timer = void 0;
    this.run();
  }
  /**
   * @private
   * @param {Item} item
   */
  finish(item) {
    if (this.inHand !== item) return;
    this.inHand = void 0;
    const { message, reset } = item;
    if (message) this.savedPosition.finish(message);
    if (reset) this.savedPosition.finishReset(reset.position);
    this.finished();
  }
  /** @private */
  roomForTransient() {
    if (!this.handler) return false;
    const waiting = this.queue.filter(isTransient);
    if (waiting.length >= MAX_TRANSIENT) this.queue.splice(this.queue.indexOf(waiting[0]), 1);
    return true;
  }
};
function isTransient({ message }) {
  return !!message && message.seq === void 0;
}

// src/requests.js
var MOST = 32;
var Requests = class {
  /**
   * @param {import('./types.js').Clock} clock
   * @param {number} withinMillis
   */
  constructor(clock, withinMillis) {
    this.clock = clock;
    this.withinMillis = withinMillis;
    this.open = /* @__PURE__ */ new Map();
    this.last = 0;
    this.transmit = void 0;
    this.maxFrameBytes = Infinity;
    this.stopped = false;
  }
  /**
   * @param {string} to
   * @param {any} body
   * @returns {Promise<any>} rejected with a TypeError if an argument is wrong; nothing is sent then
   */
  async send(to, body) {
    const ref = String(this.last + 1);
    const frame = requestFrame(ref, to, body);
    if (this.stopped) throw new HeartlineError("OFFLINE", "the client is stopped");
    if (this.open.size >= MOST) throw new HeartlineError("BUSY", `${MOST} requests are waiting for their answer`);
    this.last++;
    const bytes = bytesOf(frame);
    return new Promise((resolve, reject) => {
      const timer = this.clock.setTimeout(() => this.expire(ref), this.withinMillis);
      this.open.set(ref, { ref, frame, bytes, sent: false, resolve, reject, timer });
      this.sendWaiting();
    });
  }
  /**
   * @param {(frame: string) => void} transmit
   * @param {number} maxFrameBytes
   */
  online(transmit, maxFrameBytes) {
    this.transmit = transmit;
    this.maxFrameBytes = maxFrameBytes || Infinity;
    this.sendWaiting();
  }
  offline() {
    this.transmit = void 0;
    for (const { ref, sent } of [...this.open.values()]) {
      if (sent) this.refuse(ref, "DISCONNECTED", "the connection ended before the answer came");
    }
  }
  stop() {
    this.stopped = true;
    this.offline();
    for (const ref of [...this.open.keys()]) this.refuse(ref, "OFFLINE", "the client stopped before it was sent");
  }
  /** @param {import('./types.js').Frame} reply */
  reply({ ref, body, error }) {
    if (error) this.refuse(String(ref), error.code, error.message);
    else this.settle(String(ref), ({ resolve }) => resolve(body));
  }
  /** @private */
  sendWaiting() {
    for (const request of [...this.open.values()]) {
      if (request.sent || !this.transmit) continue;
      if (request.bytes > this.maxFrameBytes) {
        this.refuse(request.ref, "PAYLOAD_TOO_LARGE", `${request.bytes} bytes, of at most ${this.maxFrameBytes}`);
        continue;
      }
      request.sent = true;
      this.transmit(request.frame);
    }
  }
  /**
   * @private
   * @param {string} ref
   */
  expire(ref) {
    const request = this.open.get(ref);
    if (request && request.sent) this.refuse(ref, "TIMEOUT", "no answer came in time");
    else this.refuse(ref, "OFFLINE", "the client was not online in time; nothing was sent");
  }
  /**
   * @private
   * @param {string} ref
   * @param {string} code
   * @param {string} message
   */
  refuse(ref, code, message) {
    this.settle(ref, ({ reject }) => reject(new HeartlineError(code, message)));
  }
  /**
   * @private
   * @param {string} ref
   * @param {(request: Request) => void} how
   */
  settle(ref, how) {
    const request = this.open.get(ref);
    if (!request) return;
    this.open.delete(ref);
    this.clock.clearTimeout(request.timer);
    how(request);
  }
};

// src/saved-position.js
var MOST_IDS = 1e3;
var SavedPosition = class {
  /**
   * @param {import('./types.js').Storage} storage
   * @param {string} key
   */
  constructor(storage, key) {
    this.storage = storage;
    this.key = key;
    this.forgotten = false;
    const kept = this.read(key) || {};
    const ids = this.read(key + "|ids") || {};
    this.user = kept.user;
    this.position = positionOf(kept.position);
    this.attempt = isNumber(kept.attempt) ? kept.attempt : 0;
    this.reset = positionOf(kept.reset);
    this.ids = setOf(ids.now);
    this.earlier = setOf(ids.earlier);
  }
  /**
   * Returns the number of the next connection. It is higher than any before, also if the clock was set back.
   *
   * @param {number} now
   */
  nextAttempt(now) {
    this.attempt = Math.max(now, this.attempt + 1);
    this.save();
    return this.attempt;
  }
  /**
   * Compares the server's position with this one, and moves there unless a reset must be announced to the application first.
   *
   * @param {import('./types.js').Welcome} welcome
   * @returns {import('./types.js').Position | undefined} the position before, of the same user
   */
  welcome({ user, position, resumed }) {
    if (this.user !== user) this.become(user);
    const before = this.position;
    if (before && (this.reset || !resumed)) this.reset = position;
    if (this.reset) this.save();
    else this.moveTo(position);
    return before;
  }
  /**
   * Moves to the position of the reset that the application finished, unless the server has asked for another one since.
   *
   * @param {import('./types.js').Position} position
   */
  finishReset(position) {
    if (this.reset === position) this.moveTo(position);
  }
  /**
   * Moves to a position of the server. A later one in the same epoch stays: it is finished but not acknowledged yet.
   *
   * @private
   * @param {import('./types.js').Position} position
   */
  moveTo(position) {
    const { seq } = this.enter(position.epoch, position.seq);
    if (position.seq > seq) this.position = { ...position };
    this.reset = void 0;
    this.save();
  }
  /**
   * Checks a message before it is handled. It may be the first of a new epoch.
   *
   * @param {import('./types.js').Message} message
   * @returns {boolean} true if it was finished before
   */
  covers({ epoch, seq, id }) {
    if (epoch === void 0 || seq === void 0) return false;
    const { seq: finished } = this.enter(epoch, seq - 1);
    return seq <= finished || this.earlier.has(id);
  }
  /** @param {import('./types.js').Message} message */
  finish({ epoch, seq, id }) {
    if (!this.position || epoch === void 0 || seq === void 0) return;
    if (epoch !== this.position.epoch) {
      this.earlier = keepLast(this.earlier.add(id));
      return;
    }
    this.earlier.delete(id);
    this.ids = keepLast(this.ids.add(id));
    if (seq > this.position.seq) this.position = { epoch, seq };
    this.save();
  }
  saveIds() {
    this.write(this.key + "|ids", { now: [...this.ids], earlier: [...this.earlier] });
  }
  /** Removes everything, because the server no longer keeps the device. */
  forget() {
    this.forgotten = true;
    this.storage.remove(this.key);
    this.storage.remove(this.key + "|ids");
  }
  /**
   * @private
   * @param {string} user
   */
  become(user) {
    this.user = user;
    this.position = void 0;
    this.reset = void 0;
    this.ids = /* @__PURE__ */ new Set();
    this.earlier = /* @__PURE__ */ new Set();
  }
  /**
   * @private
   * @param {string} epoch
   * @param {number} seq  the position in that epoch, if it is new
   */
  enter(epoch, seq) {
    if (this.position && this.position.epoch === epoch) return this.position;
    this.earlier = keepLast(/* @__PURE__ */ new Set([...this.earlier, ...this.ids]));
    this.ids = /* @__PURE__ */ new Set();
    this.position = { epoch, seq };
    this.saveIds();
    return this.position;
  }
  /** @private */
  save() {
    this.write(this.key, { user: this.user, position: this.position, attempt: this.attempt, reset: this.reset });
  }
  /**
   * @private
   * @param {string} key
   */
  read(key) {
    try {
      return JSON.parse(this.storage.get(key) || "null");
    } catch (notOurs) {
      return void 0;
    }
  }
  /**
   * @private
   * @param {string} key
   * @param {object} value
   */
  write(key, value) {
    if (!this.forgotten) this.storage.set(key, JSON.stringify(value));
  }
};
function positionOf(kept) {
  const sound = kept && typeof kept.epoch === "string" && /^.{1,128}$/.test(kept.epoch) && isNumber(kept.seq);
  return sound ? { epoch: kept.epoch, seq: kept.seq } : void 0;
}
function isNumber(value) {
  return Number.isSafeInteger(value + 1) && value >= 0;
}
function setOf(ids) {
  return new Set(Array.isArray(ids) ? ids : []);
}
function keepLast(ids) {
  return ids.size > MOST_IDS ? new Set([...ids].slice(-MOST_IDS)) : ids;
}

// src/session.js
var Session = class {
  /**
   * @param {object} parts
   * @param {import('./types.js').Platform} parts.platform
   * @param {ReturnType<typeof import('./settings.js').settings>} parts.settings
   * @param {import('./types.js').Storage} parts.storage
   * @param {string} parts.key     key of the position, without the device
   * @param {import('./events.js').Events} parts.events
   * @param {Send} parts.send
   * @param {(why: import('./types.js').Why) => void} parts.stop
   */
  constructor({ platform: platform2, settings: settings2, storage, key, events, send, stop }) {
    this.platform = platform2;
    this.settings = settings2;
    this.storage = storage;
    this.key = key;
    this.events = events;
    this.send = send;
    this.stop = stop;
    this.requests = new Requests(platform2.clock, settings2.sendWithinMillis);
    this.device = "";
    this.handler = void 0;
  }
  /** @param {((message: Message) => any) | undefined} handler */
  handle(handler) {
    this.handler = handler;
    if (this.dispatcher) this.dispatcher.handle(handler);
  }
  /**
   * Uses this device from now on.
   *
   * @param {string} device
   */
  as(device) {
    if (device === this.device) return;
    if (this.dispatcher) this.dispatcher.close();
    this.device = device;
    const savedPosition = new SavedPosition(this.storage, `${this.key}|${device}`);
    this.savedPosition = savedPosition;
    this.dispatcher = new MessageDispatcher({
      platform: this.platform,
      savedPosition,
      maxTries: this.settings.maxTries,
      reset: (info) => this.events.emitInTurn("reset", info),
      finished: () => this.ackRecorder && savedPosition.position && this.ackRecorder.finished(savedPosition.position),
      failed: (message, error, tries) => this.failed(message, error, tries)
    });
    this.dispatcher.handle(this.handler);
  }
  /**
   * @param {string | undefined} token
   * @returns {object}
   */
  hello(token) {
    const { device, savedPosition, platform: platform2 } = this;
    const { user, keepMillis } = this.settings;
    const attempt = savedPosition && savedPosition.nextAttempt(platform2.clock.now());
    const position = savedPosition && savedPosition.position;
    const who = token === void 0 ? { user } : { token };
    return { t: "hello", ...who, device, attempt, keepMillis, position, features: [] };
  }
  /** @param {import('./types.js').Welcome} welcome */
  welcome(welcome) {
    const { savedPosition, dispatcher, send } = this;
    if (!savedPosition || !dispatcher) return;
    const before = savedPosition.welcome(welcome);
    this.epoch = welcome.position.epoch;
    this.ackRecorder = new AckRecorder(this.platform.clock, welcome.position, (seq) => {
      savedPosition.saveIds();
      send({ t: "ack", seq });
    });
    this.requests.online(send, welcome.maxFrameBytes);
    const info = { position: welcome.position, pending: welcome.pending, before };
    if (savedPosition.reset) dispatcher.put({ reset: info });
    else if (welcome.resumed) this.events.emit("resumed", info);
  }
  /** @param {Frame} frame */
  frame(frame) {
    if (frame.t === "message") this.message(frame);
    if (frame.t === "reply") this.requests.reply(frame);
  }
  heard() {
    if (this.ackRecorder) this.ackRecorder.flushIfDue();
  }
  /** Acknowledges all finished messages now, because this may be the last moment. */
  flush() {
    if (this.ackRecorder) this.ackRecorder.flush();
  }
  /** Ends everything that belongs to the lost connection. */
  lost() {
    if (this.ackRecorder) this.ackRecorder.close();
    this.ackRecorder = void 0;
    if (this.dispatcher) this.dispatcher.drop();
    this.requests.offline();
  }
  close() {
    this.requests.stop();
    if (this.dispatcher) this.dispatcher.close();
  }
  forget() {
    if (this.savedPosition) this.savedPosition.forget();
  }
  /**
   * @private
   * @param {Frame} frame
   */
  message({ epoch, seq, id = "", at = 0, body }) {
    if (!this.dispatcher || !this.ackRecorder) return;
    if (seq === void 0) return this.dispatcher.put({ message: { id, at, body } });
    this.epoch = epoch || this.epoch || "";
    this.ackRecorder.expect(this.epoch, seq);
    this.dispatcher.put({ message: { epoch: this.epoch, seq, id, at, body } });
  }
  /**
   * @private
   * @param {Message} message
   * @param {unknown} error
   * @param {number} tries
   */
  failed(message, error, tries) {
    const { dispatcher } = this;
    const decide = (answer) => {
      if (!dispatcher || !dispatcher.holds(message)) return;
      if (answer === "skip") dispatcher.skip();
      if (answer !== "stop") return;
      this.flush();
      this.stop({ name: "MESSAGE_FAILED", reason: `message ${message.id} could not be handled` });
    };
    const failure = { message, error, tries, skip: () => decide("skip"), stop: () => decide("stop") };
    const answers = this.events.emit("failed", failure);
    if (!answers.length) report(`message ${message.id} failed ${tries} times and blocks those behind it`, error);
    for (const answer of answers) answer.then(decide);
  }
};

// src/settings.js
function settings(options) {
  must(options && typeof options === "object", "options must be an object with token, or with user if authentication is off");
  const { token, user, device } = options;
  must(!token || typeof token === "function", "token must be a function that gives the token");
  must(token || user, "give token, or user if authentication is off");
  must(user === void 0 || typeof user === "string" && user !== "", "user must be a text");
  must(token || isUser(user || ""), "user must be 1-256 bytes without control characters, and not . or ..");
  must(device === void 0 || isDevice(device), "device must be 1-64 of A-Z a-z 0-9 . _ : -");
  sockets(options);
  return {
    ...options,
    keepMillis: number(options, "keepMillis", void 0, 0),
    maxAttempts: number(options, "maxAttempts", Infinity, 1),
    maxTries: number(options, "maxTries", 5, 1),
    connectWithinMillis: number(options, "connectWithinMillis", 15e3, 1, MOST_MILLIS),
    sendWithinMillis: number(options, "sendWithinMillis", 15e3, 1, MOST_MILLIS)
  };
}
function storageOf({ storage, device }, platform2) {
  if (storage && typeof storage === "object") return given(storage);
  const known = { session: platform2.session, local: platform2.local, wx: platform2.wxStorage, memory: memory() };
  const usual = (device ? platform2.local : platform2.session) || platform2.wxStorage || known.memory;
  must(!storage || Object.keys(known).includes(storage), "storage must be session, local, wx, memory or an object with get, set and remove");
  return forgiving(storage && known[storage] || usual);
}
function given(storage) {
  const { get, set, remove } = storage;
  must([get, set, remove].every(isFunction), "storage must have the functions get, set and remove");
  must(!isPromise(forgiving(storage, (answer) => answer).get("heartline")), "storage must be synchronous: get must not give a Promise");
  return forgiving(storage);
}
function sockets({ WebSocket: WebSocket2, SockJS, sockjsUrl: sockjsUrl2, wx: wx2, fetch: fetch2 }) {
  must(!fetch2 || isFunction(fetch2), "fetch must be a function, or false");
  must(!WebSocket2 || isFunction(WebSocket2), "WebSocket must be a class");
  must(!SockJS || isFunction(SockJS), "SockJS must be a class");
  must(!sockjsUrl2 || typeof sockjsUrl2 === "string" && !/^wss?:/i.test(sockjsUrl2), "sockjsUrl must begin with https:// or http://");
  must(!wx2 || isFunction(wx2.connectSocket), "wx must have the function connectSocket");
}
function isUser(name) {
  const sound = !/[\u0000-\u001f\u007f-\u009f]|^\.{1,2}$/.test(name) && isWellFormed(name);
  return sound && name !== "" && bytesOf(name) <= 256;
}
function isFunction(value) {
  return typeof value === "function";
}
function number(options, name, otherwise, least, most = Number.MAX_SAFE_INTEGER) {
  const value = options[name];
  if (value === void 0) return otherwise;
  const range = most === MOST_MILLIS ? `${least} to ${most}` : least;
  must(value === otherwise || Number.isInteger(value) && value >= least && value <= most, `${name} must be a whole number from ${range}`);
  return value;
}

// src/transport-selector.js
var TransportSelector = class {
  /** @param {import('./types.js').Transport[]} transports */
  constructor(transports) {
    this.transports = transports;
    this.failures = 0;
    this.first = 0;
    this.current = 0;
    this.firstWorks = false;
  }
  next() {
    const detour = this.failures >= 2 && this.failures % 2 === 0 ? 1 : 0;
    this.current = (this.first + detour) % this.transports.length;
    return this.transports[this.current];
  }
  worked() {
    this.failures = 0;
    this.firstWorks = this.firstWorks || this.current === 0;
    this.first = this.firstWorks ? 0 : this.current;
  }
  failed() {
    this.failures++;
  }
};

// src/websocket.js
function overWebSocket(WebSocketClass, url) {
  return (events) => listen(new WebSocketClass(url, "heartline.v1"), events);
}
function overSockJs(SockJS, url) {
  return (events) => listen(new SockJS(url, null, { transports: ["xhr-streaming", "xhr-polling"] }), events);
}
function listen(socket, events) {
  socket.onopen = () => events.open();
  socket.onmessage = ({ data }) => events.text(data);
  socket.onclose = ({ code, reason }) => events.close(code, reason || "");
  socket.onerror = () => {
  };
  return {
    send: (text) => socket.send(text),
    close() {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
    }
  };
}

// src/wx-socket.js
function overWx(wx2, url) {
  return (events) => {
    let dropped = false;
    const failed = (error) => dropped || events.close(void 0, error && error.errMsg || "");
    const task = wx2.connectSocket({ url, protocols: ["heartline.v1"], fail: failed });
    const close = () => task.close({ code: 1e3, fail() {
    } });
    task.onOpen(() => {
      if (dropped) close();
      else events.open();
    });
    task.onMessage(({ data }) => dropped || events.text(data));
    task.onClose(({ code, reason }) => dropped || events.close(code, reason || ""));
    task.onError(failed);
    return {
      send: (text) => task.send({ data: text, fail: failed }),
      close() {
        dropped = true;
        close();
      }
    };
  };
}

// src/transports.js
function transportSelector(url, options, platform2) {
  const transports = [];
  const socket = first(url, options, platform2);
  if (socket) transports.push(socket);
  if (options.SockJS) transports.push(overSockJs(options.SockJS, options.sockjsUrl || sockjsUrl(url)));
  if (transports.length) return new TransportSelector(transports);
  throw new TypeError("there is no WebSocket here: pass one as the option WebSocket (on Node 20, that of the package ws)");
}
function first(url, options, platform2) {
  if (options.wx) return overWx(options.wx, url);
  const WebSocketClass = options.WebSocket || platform2.WebSocket;
  if (WebSocketClass) return overWebSocket(WebSocketClass, url);
  return platform2.wx && overWx(platform2.wx, url);
}

// src/client.js
var Client = class {
  /**
   * @param {string | URL} url
   * @param {import('./types.js').Options} options
   * @param {import('./types.js').Platform} platform
   */
  constructor(url, options, platform2) {
    const whole = socketUrl(url, platform2.base);
    const set = settings(options);
    const storage = storageOf(options, platform2);
    this.settings = set;
    this.expired = false;
    this.events = new Events();
    this.deviceName = new DeviceName({
      platform: platform2,
      place: platform2.session ? forgiving(platform2.session) : storage,
      copied: !!platform2.session,
      key: `heartline:device:${whole}`,
      given: options.device
    });
    this.connector = this.connectorTo(whole, platform2);
    this.session = new Session({
      platform: platform2,
      settings: set,
      storage,
      key: `heartline:${whole}|${options.user || ""}`,
      events: this.events,
      send: (frame) => this.connector.send(frame),
      stop: (why) => this.connector.stop(why)
    });
    this.unwatch = platform2.watch({ wake: () => this.connector.wake(), suspend: (forGood) => this.suspend(forGood) });
    Promise.resolve().then(() => this.connector.begin());
  }
  /** @returns {import('./types.js').State} */
  get state() {
    return this.connector.phase.state;
  }
  /** Name of this device; empty until the first attempt. */
  get device() {
    return this.session.device;
  }
  /**
   * @template {keyof import('./types.js').Listeners} T
   * @param {T} type
   * @param {import('./types.js').Listeners[T]} listener  for `message` only one: its result is awaited, then the message is acknowledged
   * @returns {() => void} removes the listener
   */
  on(type, listener) {
    must(TYPES.includes(type), `there is no event ${shown(type)}; there are ${TYPES.join(", ")}`);
    must(typeof listener === "function", `a listener of ${shown(type)} must be a function, not ${shown(listener)}`);
    if (type !== "message") return this.events.on(type, listener);
    const { session } = this;
    const handler = (
      /** @type {import('./types.js').Listeners['message']} */
      listener
    );
    must(!session.handler, "there is a message handler already, and a message is handled once");
    session.handle(handler);
    return () => void (session.handler === handler && session.handle(void 0));
  }
  /**
   * Sends a request to a service. It waits until the client is online; a request that was sent is never repeated.
   *
   * @param {string} to
   * @param {any} [body]
   * @returns {Promise<any>} the answer; rejected with a HeartlineError
   */
  send(to, body) {
    return this.session.requests.send(to, body);
  }
  /**
   * Stops the client. With `bye`, the server stops keeping this device and drops the messages that it has not acknowledged.
   *
   * @param {{bye?: boolean}} [how]
   * @returns {Promise<void>} resolved when the connection is closed
   */
  close({ bye = true } = {}) {
    const online = this.state === "online";
    this.session.flush();
    if (bye && online) this.session.forget();
    this.connector.stop({ name: "CLOSED", reason: "closed by the application" }, bye);
    return this.connector.gone;
  }
  /**
   * @private
   * @param {string} url
   * @param {import('./types.js').Platform} platform
   */
  connectorTo(url, platform2) {
    return new Connector({
      platform: platform2,
      transports: transportSelector(url, this.settings, platform2),
      diagnosis: new Diagnosis(platform2.clock, url, this.settings.fetch === void 0 ? platform2.fetch : this.settings.fetch),
      withinMillis: this.settings.connectWithinMillis,
      maxAttempts: this.settings.maxAttempts,
      prepare: () => this.prepare(),
      on: {
        state: (state, why) => this.entered(state, why),
        welcome: (welcome) => this.session.welcome(welcome),
        frame: (frame) => this.session.frame(frame),
        heard: () => this.session.heard(),
        lost: (ending) => this.lost(ending)
      }
    });
  }
  /**
   * @private
   * @returns {Promise<() => object>}
   */
  async prepare() {
    const { token } = this.settings;
    const device = await this.deviceName.claim();
    const given2 = token && await token({ expired: this.expired });
    if (token && (typeof given2 !== "string" || !given2)) throw new TypeError("token() gave no text");
    return () => {
      this.expired = false;
      this.session.as(device);
      return this.session.hello(given2);
    };
  }
  /**
   * @private
   * @param {import('./connector.js').Ending} ending
   */
  lost(ending) {
    if (ending.code === TOKEN_EXPIRED) this.expired = true;
    this.session.lost();
  }
  /**
   * @private
   * @param {import('./types.js').State} state
   * @param {Why} [why]
   */
  entered(state, why) {
    if (state === "stopped") {
      this.unwatch();
      this.session.close();
      this.deviceName.release();
    }
    this.events.emit("state", state, why);
    if (state === "stopped") this.events.emit("stopped", why);
  }
  /**
   * @private
   * @param {boolean} forGood
   */
  suspend(forGood) {
    if (forGood && this.settings.byeOnUnload) {
      this.close();
      return;
    }
    this.session.flush();
    this.connector.suspend();
    this.deviceName.release();
  }
};
var TYPES = ["message", "state", "resumed", "reset", "failed", "stopped"];

// src/index.js
function connect(url, options) {
  return (
    /** @type {any} */
    new Client(url, options, platform(options && options.wx))
  );
}
// Annotate the CommonJS export names for ESM import in node:
0 && (module.exports = {
  HeartlineError,
  connect
});
