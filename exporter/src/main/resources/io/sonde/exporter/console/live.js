// The stream of live events. It is closed while nobody looks at the tab, as the agent renders
// events only while a stream is open, and a browser has few connections for one host.

const RETRY_MILLIS = 2000;
const EVENTS = ['tick', 'traces', 'logs'];

/** Events: 'tick', 'traces', 'logs' with what the agent sent, 'open' after (re)connecting, 'lost'. */
export class Live {
  #listeners = new Map();
  #source = null;
  #retry = 0;

  constructor() {
    document.addEventListener('visibilitychange', () => this.#follow());
    addEventListener('pagehide', () => this.#close());
    addEventListener('pageshow', () => this.#follow());
    this.#follow();
  }

  /** Gives back what ends it. */
  on(type, listener) {
    if (!this.#listeners.has(type)) this.#listeners.set(type, new Set());
    this.#listeners.get(type).add(listener);
    return () => this.#listeners.get(type).delete(listener);
  }

  #emit(type, data) {
    for (const listener of this.#listeners.get(type) ?? []) listener(data);
  }

  #follow() {
    if (document.hidden) this.#close();
    else if (!this.#source) this.#open();
  }

  #open() {
    clearTimeout(this.#retry);
    const source = new EventSource('/console/api/live');
    this.#source = source;
    source.onopen = () => this.#emit('open');
    source.onerror = () => {
      this.#emit('lost');
      // The browser gives up for good on any status but 200, such as when all streams are taken.
      if (source.readyState === EventSource.CLOSED && this.#source === source) {
        this.#close();
        this.#retry = setTimeout(() => this.#follow(), RETRY_MILLIS);
      }
    };
    for (const type of EVENTS) {
      source.addEventListener(type, event => this.#emit(type, JSON.parse(event.data)));
    }
  }

  #close() {
    clearTimeout(this.#retry);
    this.#source?.close();
    this.#source = null;
  }
}
