const SVG = 'http://www.w3.org/2000/svg';

/** The lines from the phones to their nodes. They lie behind the cards. */
export class Wires {
  /**
   * @param {SVGElement} svg
   * @param {() => ([Element, Element] | undefined)[]} ends  node and phone of each line; nothing where there is no session
   */
  constructor(svg, ends) {
    this.svg = svg;
    this.ends = ends;
    /** @type {SVGPathElement[]} */
    this.paths = ends().map(() => document.createElementNS(SVG, 'path'));
    svg.append(...this.paths);
  }

  draw() {
    const origin = this.svg.getBoundingClientRect();
    this.ends().forEach((pair, i) => {
      const way = pair ? curve(pair[0].getBoundingClientRect(), pair[1].getBoundingClientRect(), origin) : '';
      if (this.paths[i].getAttribute('d') !== way) this.paths[i].setAttribute('d', way);
    });
  }

  /** @param {number} i */
  pulse(i) {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    this.paths[i].animate([{ strokeWidth: '6px', opacity: 1 }, { strokeWidth: '2px', opacity: 0.6 }], 500);
  }
}

/** @param {DOMRect} node @param {DOMRect} phone @param {DOMRect} origin from under the node to the top of the phone */
function curve(node, phone, origin) {
  const [x1, y1] = [node.left + node.width / 2 - origin.left, node.bottom - origin.top];
  const [x2, y2] = [phone.left + phone.width / 2 - origin.left, phone.top - origin.top];
  const half = (y2 - y1) / 2;
  return `M${x1} ${y1}C${x1} ${y1 + half} ${x2} ${y2 - half} ${x2} ${y2}`;
}
