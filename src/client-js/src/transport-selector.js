/**
 * Selects the transport of the next attempt. After two failures in a row, every second attempt uses the fallback, if there
 * is one: the cause may be a proxy that blocks WebSockets, or only a server that is down. The transport that worked comes
 * first from then on. If the first transport has ever worked, it stays first, so that an outage does not move the client to
 * the fallback permanently.
 */
export class TransportSelector {
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
}
