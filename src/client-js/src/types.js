/**
 * Types of this package. This file has no code. What the application gets is read-only.
 *
 * @typedef {Readonly<{epoch: string, seq: number}>} Position  The last message that a device finished; a seq is only valid with its epoch.
 *
 * @typedef {'idle' | 'connecting' | 'online' | 'waiting' | 'stopped'} State
 *
 * @typedef {object} WhyFields
 * @property {string} name    `REPLACED`, `DRAINING`, … or a name of this package: see the README
 * @property {number} [code]  the close code, if the server or the transport gave one
 * @property {string} reason  text for people
 * @property {number} [delayMillis]  with `waiting`: time until the next attempt
 *
 * @typedef {Readonly<WhyFields>} Why  Reason why a connection ended, or why the client stopped.
 *
 * @typedef {[state: 'idle' | 'connecting' | 'online', why: undefined] | [state: 'waiting' | 'stopped', why: Why]} StateChange
 *   The arguments of a `state` listener: the state tells if there is a reason.
 *
 * @typedef {object} WelcomeFields
 * @property {Position} position  the position of this device now
 * @property {number} pending     the number of messages that follow
 * @property {Position} [before]  the position of this device before, as far as this side knew
 *
 * @typedef {Readonly<WelcomeFields>} WelcomeInfo  The position from which the server continues.
 */

/**
 * @template [Body=any]
 * @typedef {object} MessageFields
 * @property {string} id     the publisher's name for it; the same each time it comes
 * @property {number} at     time when the server accepted it, in milliseconds since 1970
 * @property {Body} body     the published JSON value
 * @property {string} [epoch]
 * @property {number} [seq]  absent in a transient message, which is neither acknowledged nor tried again
 */

/**
 * The argument of the `message` handler.
 *
 * @template [Body=any]
 * @typedef {Readonly<MessageFields<Body>>} Message
 */

/**
 * @template [Body=any]
 * @typedef {object} FailureFields
 * @property {Message<Body>} message
 * @property {unknown} error
 * @property {number} tries
 * @property {() => void} skip  gives the message up: it is acknowledged as if it had been handled
 * @property {() => void} stop  stops the client without a bye; the message stays owed
 */

/**
 * The argument of the `failed` listener: a message whose handler failed `maxTries` times or more.
 *
 * @template [Body=any]
 * @typedef {Readonly<FailureFields<Body>>} Failure
 */

/**
 * @template [Body=any]
 * @typedef {object} Listeners
 * @property {(message: Message<Body>) => any} message
 * @property {(state: State, why?: Why) => any} state
 * @property {(info: WelcomeInfo) => any} resumed
 * @property {(info: WelcomeInfo) => any} reset  its result is awaited before the next message
 * @property {(failure: Failure<Body>) => any} failed  may return `'skip'` or `'stop'`, or a Promise of one
 * @property {(why: Why) => any} stopped
 */

/**
 * @template [Body=any]
 * @typedef {object} LineFields
 * @property {State} state
 * @property {string} device  name of this device; empty until the first attempt
 * @property {OnState & (<T extends keyof Listeners<Body>>(type: T, listener: Listeners<Body>[T]) => () => void)} on  returns a function that removes the listener
 * @property {<Answer = any>(to: string, body?: any) => Promise<Answer>} send  sends a request to a service; rejected with a HeartlineError
 * @property {(how?: {bye?: boolean}) => Promise<void>} close  stops the client; resolved when the connection is closed
 */

/** @typedef {(type: 'state', listener: (...change: StateChange) => any) => () => void} OnState */

/**
 * The client that `connect()` gives: one device of one user, kept connected.
 *
 * @template [Body=any]
 * @typedef {Readonly<LineFields<Body>>} Line
 */

/**
 * @typedef {object} Frame  One JSON object on the wire; `t` is its kind.
 * @property {string} t
 * @property {any} [body]
 * @property {string} [id]
 * @property {number} [at]
 * @property {string} [epoch]
 * @property {number} [seq]
 * @property {string} [ref]
 * @property {{code: string, message: string}} [error]
 * @property {number} [code]
 * @property {string} [reason]
 * @property {number} [retryAfterMillis]
 *
 * @typedef {object} Welcome
 * @property {string} user
 * @property {string} device
 * @property {boolean} resumed
 * @property {Position} position
 * @property {number} pending
 * @property {number} heartbeatMillis
 * @property {number} maxFrameBytes
 *
 * @typedef {object} Options
 * @property {(ask: {expired: boolean}) => string | Promise<string>} [token]  asked before every connection
 * @property {string} [user]      names the user if authentication is off; otherwise only part of the storage key
 * @property {string} [device]    a stable name of this device; without it each tab is its own
 * @property {number} [keepMillis]  time that the server keeps the device after it disconnects
 * @property {number} [maxAttempts]  number of attempts in a row that may fail before the client stops; no limit by default
 * @property {number} [maxTries]     number of tries of a message before `failed` is called; 5 by default
 * @property {number} [connectWithinMillis]  time limit of one attempt, its token included; 15,000 by default
 * @property {number} [sendWithinMillis]     time limit of `send`; 15,000 by default
 * @property {boolean} [byeOnUnload]  say bye when the page is left; see the README before you set it
 * @property {'session' | 'local' | 'wx' | 'memory' | Storage} [storage]  storage of the position
 * @property {any} [WebSocket]  a WebSocket class, if the platform has none (Node 20) or for another one
 * @property {any} [SockJS]     the class of `sockjs-client`, for proxies that block WebSockets
 * @property {string} [sockjsUrl]  url of SockJS; default: `/v1/sockjs` next to the url
 * @property {Wx} [wx]          the object with `connectSocket`, if it is not called `wx` or `uni`
 * @property {Fetch | false} [fetch]  asks the server why no connection opens; the platform's by default, `false` for none
 *
 * @typedef {(url: string, init: any) => Promise<HttpAnswer>} Fetch  A function like the browser's `fetch`.
 *
 * @typedef {object} HttpAnswer  The part of a browser's `Response` that the client reads.
 * @property {number} status
 * @property {{get: (name: string) => string | null | undefined}} headers
 * @property {() => Promise<string>} text
 *
 * @typedef {object} Storage  Three synchronous functions: a position must be kept before it is acknowledged.
 * @property {(key: string) => string | null | undefined} get
 * @property {(key: string, value: string) => void} set
 * @property {(key: string) => void} remove
 *
 * @typedef {object} Clock
 * @property {() => number} now
 * @property {(run: () => void, millis: number) => any} setTimeout
 * @property {(timer: any) => void} clearTimeout
 *
 * @typedef {object} ClientSocket  A connection that is open or opening.
 * @property {(text: string) => void} send
 * @property {() => void} close  closes it; no event follows
 *
 * @typedef {object} SocketEvents
 * @property {() => void} open
 * @property {(text: unknown) => void} text
 * @property {(code: number | undefined, reason: string) => void} close
 *
 * @typedef {(events: SocketEvents) => ClientSocket} Transport
 *
 * @typedef {object} Lifecycle  Events of the page or mini program.
 * @property {() => void} wake  the network is back, the page or mini program is shown
 * @property {(forGood: boolean) => void} suspend  the page is left; unless `forGood`, it may be shown again
 *
 * @typedef {object} Platform  Everything that the client uses of its platform; tests replace it.
 * @property {Clock} clock
 * @property {() => number} random
 * @property {any} [locks]      the Web Locks of this origin
 * @property {Storage} [session]  lives as long as the tab, and is copied with it
 * @property {Storage} [local]
 * @property {Storage} [wxStorage]
 * @property {any} [WebSocket]
 * @property {Wx} [wx]
 * @property {Fetch} [fetch]
 * @property {string} [base]    scheme and host for a url that is only a path
 * @property {(lifecycle: Lifecycle) => () => void} watch  returns a function that ends it
 *
 * @typedef {any} Wx  The `wx` or `uni` object of a mini program.
 */

export {};
