/**
 * Which transport the next attempt takes. Where there is a fallback, it gets every second attempt once two have failed in
 * a row: the cause may be a proxy that eats WebSockets, or only a server that is down. What worked is taken again; but
 * where the first transport has ever worked here, it always comes first, so that an outage does not leave us on the
 * fallback.
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
