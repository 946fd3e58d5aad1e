import { Wires } from './wires.js';

const STATES = {
  starting: 'is starting', serving: 'serves', hung: 'hangs', draining: 'drains', ending: 'is gone', ended: 'is gone',
};
/** The acts that each state of a node allows. */
const ACTS = { starting: [], serving: ['kill', 'hang', 'drain'], hung: ['wake', 'kill'], draining: ['kill'], ending: [], ended: ['start'] };
const LABELS = { kill: 'Kill', hang: 'Hang', drain: 'Drain', wake: 'Wake', start: 'Bring back' };
/** The commands behind them. */
const SIGNALS = { kill: 'kill -9', hang: 'kill -STOP: its connections stay open', drain: 'kill -TERM: it hands over and leaves', wake: 'kill -CONT' };

/** Draws the nodes with their sessions, and the phones. */
export class Stage {
  /**
   * @param {import('./nodes.js').Nodes} nodes
   * @param {import('./phone.js').Phone[]} phones
   */
  constructor(nodes, phones) {
    this.nodes = nodes;
    this.phones = phones;
    this.cards = nodes.list.map((node) => this.nodeCard(node.number));
    this.screens = phones.map(() => copyOf('phone'));
    document.querySelector('#nodes').append(...this.cards);
    document.querySelector('#phones').append(...this.screens);
    this.wires = new Wires(document.querySelector('#wires'), () => this.ends());
    new ResizeObserver(() => this.wires.draw()).observe(document.querySelector('#stage'));
  }

  draw() {
    this.nodes.list.forEach((node, i) => this.drawNode(this.cards[i], node));
    this.phones.forEach((phone, i) => this.drawPhone(this.screens[i], phone));
    this.wires.draw();
  }

  /** @param {import('./phone.js').Phone} phone got something over its session */
  pulse(phone) {
    this.wires.pulse(this.phones.indexOf(phone));
  }

  /** @private @param {number} number */
  nodeCard(number) {
    const card = copyOf('node');
    card.querySelector('h3').textContent = `node ${number}`;
    for (const [act, label] of Object.entries(LABELS)) {
      const button = Object.assign(document.createElement('button'), { type: 'button', textContent: label });
      button.dataset.act = act;
      button.setAttribute('aria-label', `${label} node ${number}`);
      button.addEventListener('click', () => void this.nodes.order(number, act));
      card.querySelector('.acts').append(button);
    }
    return card;
  }

  /** @private @param {HTMLElement} card @param {import('./nodes.js').Node} node */
  drawNode(card, { number, state, pid }) {
    const here = this.phones.filter((phone) => phone.node === number);
    const more = (this.nodes.sessionsOf(number) || 0) - here.length;
    card.dataset.state = state;
    say(card, '.state', STATES[state] + (pid ? `, pid ${pid}` : ''));
    const names = here.map(({ name }) => name);
    list(card.querySelector('.sessions'), more > 0 ? [...names, `and ${more} more`] : names);
    const wait = state === 'serving' && !this.nodes.settled;
    const buttons = [...card.querySelectorAll('button')];
    const focused = buttons.includes(document.activeElement);
    for (const button of buttons) {
      const { act } = button.dataset;
      button.hidden = !ACTS[state].includes(act);
      button.disabled = wait;
      button.title = wait ? 'when every message is held by two nodes again' : SIGNALS[act] || '';
    }
    // Whoever works with the keyboard stays at this node.
    if (focused && document.activeElement.hidden) buttons.find((button) => !button.hidden && !button.disabled)?.focus();
  }

  /** @private @param {HTMLElement} screen @param {import('./phone.js').Phone} phone */
  drawPhone(screen, { name, node, last, received }) {
    screen.dataset.state = node ? 'online' : 'away';
    say(screen, 'h3', name);
    say(screen, '.state', node ? `session: node ${node}` : 'looks for a node …');
    say(screen, '.last', last);
    say(screen, '.count', `${received} received`);
  }

  /** @private the two ends of each phone's session, where it has one */
  ends() {
    return this.phones.map(({ node }, i) => (node ? [this.cards[node - 1], this.screens[i]] : undefined));
  }
}

/** @param {string} template */
function copyOf(template) {
  return /** @type {any} */ (document.querySelector(`template#${template}`)).content.firstElementChild.cloneNode(true);
}

/** Writes only what is new, so that nothing is read out or laid out again in vain. */
function say(card, selector, text) {
  const place = card.querySelector(selector);
  if (place.textContent !== text) place.textContent = text;
}

/** @param {Element} place @param {string[]} texts */
function list(place, texts) {
  if (place.textContent === texts.join('')) return;
  place.replaceChildren(...texts.map((text) => Object.assign(document.createElement('li'), { textContent: text })));
}
