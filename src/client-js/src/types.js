/**
 * The words of this package as types. Nothing here runs.
 *
 * @typedef {{epoch: string, seq: number}} Position  Up to where a device has finished; a seq means nothing without its epoch.
 *
 * @typedef {object} Message  What the `message` handler is given.
 * @property {string} id     what the publisher called it; the same wherever it comes again
 * @property {number} at     when it was accepted, in milliseconds since 1970
 * @property {any} body      what was published
 * @property {string} [epoch]
 * @property {number} [seq]  absent in a transient message, which is neither acknowledged nor tried again
 *
 * @typedef {object} Failure  What the `failed` listener is given: a message whose handler threw `maxTries` times or more.
 * @property {Message} message
 * @property {unknown} error
 * @property {number} tries
 * @property {() => void} skip  gives the message up: it is acknowledged as if it had been handled
 * @property {() => void} stop  stops the client without a bye; the message stays owed
 *
 * @typedef {'idle' | 'connecting' | 'online' | 'waiting' | 'stopped'} State
 *
 * @typedef {object} Why  Why a connection ended, or why the line stopped.
 * @property {string} name    `REPLACED`, `DRAINING`, … or a word of this package's: see the README
 * @property {number} [code]  the close code, where the server or the transport gave one
 * @property {string} reason  for people
 * @property {number} [delayMillis]  with `waiting`: when the next attempt begins
 *
 * @typedef {object} WelcomeInfo  The position from which the server continues.
 * @property {Position} position  the position of this device now
 * @property {number} pending     the number of messages that follow
 * @property {Position} [before]  the position of this device before, as far as this side knew
 *
 * @typedef {object} Listeners
 * @property {(message: Message) => any} message
 * @property {(state: State, why?: Why) => void} state
 * @property {(info: WelcomeInfo) => void} resumed
 * @property {(info: WelcomeInfo) => any} reset  what it returns is awaited before any message goes on
 * @property {(failure: Failure) => any} failed  may return `'skip'` or `'stop'`, or a Promise of one
 * @property {(why: Why) => void} stopped
 *
 * @typedef {object} Line  A line to the server.
 * @property {State} state    to be read only
 * @property {string} device  what this device is called; empty until the first attempt
 * @property {<T extends keyof Listeners>(type: T, listener: Listeners[T]) => () => void} on  returns what ends the listening
 * @property {(to: string, body?: any) => Promise<any>} send  asks a service; rejected with a HeartlineError
 * @property {(how?: {bye?: boolean}) => Promise<void>} close  ends it; done when the connection is gone
 *
 * @typedef {object} Frame  One JSON object on the wire; `t` says which.
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
 * @property {string} [user]      names the user where authentication is off; otherwise only the place of the position
 * @property {string} [device]    a stable name of this device; without it each tab is its own
 * @property {number} [keepMillis]  how long the server keeps the device after it disconnects
 * @property {number} [maxAttempts]  how many attempts in a row may fail before the line stops; no limit by default
 * @property {number} [maxTries]     how often a message is handed over before `failed` tells; 5 by default
 * @property {number} [connectWithinMillis]  how long one attempt may take, its token included; 15,000 by default
 * @property {number} [sendWithinMillis]     how long `send` waits for its answer; 15,000 by default
 * @property {boolean} [byeOnUnload]  say bye when the page is left; see the README before you set it
 * @property {'session' | 'local' | 'wx' | 'memory' | Storage} [storage]  where the position is kept
 * @property {any} [WebSocket]  a WebSocket class, where there is none (Node 20) or another is wanted
 * @property {any} [SockJS]     the class of `sockjs-client`: the way round proxies that eat WebSockets
 * @property {string} [sockjsUrl]  where SockJS is, if not at `/v1/sockjs` beside the url
 * @property {Wx} [wx]          what has `connectSocket`, where it is not called `wx` or `uni`
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
 * @property {() => void} close  and never be heard of again
 *
 * @typedef {object} SocketEvents
 * @property {() => void} open
 * @property {(text: unknown) => void} text
 * @property {(code: number | undefined, reason: string) => void} close
 *
 * @typedef {(events: SocketEvents) => ClientSocket} Transport
 *
 * @typedef {object} Lifecycle  What the surroundings tell.
 * @property {() => void} wake  the network is back, the page or mini program is shown
 * @property {(forGood: boolean) => void} suspend  the page is being left; it may come back unless it is for good
 *
 * @typedef {object} Platform  Everything that is not ours, so that tests can bring their own.
 * @property {Clock} clock
 * @property {() => number} random
 * @property {any} [locks]      the Web Locks of this origin
 * @property {Storage} [session]  lives as long as the tab, and is copied with it
 * @property {Storage} [local]
 * @property {Storage} [wxStorage]
 * @property {any} [WebSocket]
 * @property {Wx} [wx]
 * @property {string} [base]    what a url without a host is beside
 * @property {(lifecycle: Lifecycle) => () => void} watch  returns what ends the watching
 *
 * @typedef {any} Wx  The `wx` or `uni` object of a mini program.
 */

export {};
