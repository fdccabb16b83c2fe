// The last hour as the agent keeps it, and the seconds since its last point as the stream told them.

import { get } from './api.js';

/** The agent's step, and a little for its next point to be there. */
const REFRESH_MILLIS = 10_700;

export const routeKey = route => `${route.method} ${route.route}`;

/** Calls `changed` whenever there is something new to show, and `failed` when the agent does not answer. */
export class History {
  #minutes;
  #changed;
  #failed;
  #timer = 0;
  #asked = 0;
  #ticks = [];
  #ends = [];
  data = null;

  constructor(live, minutes, changed, failed) {
    this.#minutes = minutes;
    this.#changed = changed;
    this.#failed = failed;
    this.#ends.push(
      live.on('tick', tick => this.#tick(tick)),
      live.on('open', () => this.load()));
    this.load();
  }

  close() {
    clearTimeout(this.#timer);
    this.#asked++;
    this.#ends.forEach(end => end());
  }

  show(minutes) {
    this.#minutes = minutes;
    return this.load();
  }

  get minutes() {
    return this.#minutes;
  }

  async load() {
    clearTimeout(this.#timer);
    const asked = ++this.#asked;
    let data;
    try {
      data = await get('history', { minutes: this.#minutes });
    } catch (error) {
      if (asked !== this.#asked) return;
      this.#later();
      this.#failed(error);
      return;
    }
    if (asked !== this.#asked) return;
    this.data = data;
    const last = data.times.at(-1) ?? 0;
    this.#ticks = this.#ticks.filter(tick => tick.now > last);
    this.#later();
    this.#changed();
  }

  #later() {
    this.#timer = setTimeout(() => {
      // A hidden tab has no stream either; it loads when that opens again.
      if (!document.hidden) this.load();
    }, REFRESH_MILLIS);
  }

  #tick(tick) {
    if (!this.data || tick.now <= (this.data.times.at(-1) ?? 0)) return;
    this.#ticks.push(tick);
    // More than a step: the next load is late, and knows them all.
    if (this.#ticks.length > 60) this.#ticks.shift();
    this.#changed();
  }

  /** The newest tick, or null. */
  get latest() {
    return this.#ticks.at(-1) ?? null;
  }

  /** What the ticks since the last point count for a route. */
  #since(key) {
    const sum = { requests: 0, errors: 0, p50: null, p95: null, p99: null };
    for (const tick of this.#ticks) {
      const route = tick.routes.find(each => routeKey(each) === key);
      if (!route) continue;
      sum.requests += route.requests;
      sum.errors += route.errors;
      if (route.requests > 0) Object.assign(sum, { p50: route.p50, p95: route.p95, p99: route.p99 });
    }
    return sum;
  }

  /** Epoch seconds: the points, and this moment when the stream has told of it. */
  times() {
    const times = this.data.times.map(millis => millis / 1000);
    if (this.latest) times.push(this.latest.now / 1000);
    return times;
  }

  /**
   * Every route with `key`, `requests` and `errors` in the window, percentiles over it, the present
   * rate, and `points` by name, as many as there are times. Rates are per second.
   */
  routes() {
    const { data } = this;
    const seconds = this.#ticks.reduce((sum, tick) => sum + tick.seconds, 0);
    // The last point is over as long as the others: the seconds since, and the rest of the step before.
    const rest = Math.max(0, 1 - seconds / data.stepSeconds);
    const span = Math.max(seconds, data.times.length > 0 ? data.stepSeconds : 1);
    const present = (sum, values) => (sum + rest * (values.at(-1) ?? 0)) / span;
    const perStep = values => values.map(value => value / data.stepSeconds);
    const known = new Map(data.routes.map(route => [routeKey(route), route]));
    for (const route of this.latest?.routes ?? []) {
      const key = routeKey(route);
      if (!known.has(key)) known.set(key, unseen(route, data.times.length));
    }
    return [...known].map(([key, route]) => {
      const since = this.#since(key);
      const points = {
        rate: perStep(route.requests),
        errors: perStep(route.errors),
        p50: [...route.p50],
        p95: [...route.p95],
        p99: [...route.p99],
      };
      if (this.latest) {
        points.rate.push(present(since.requests, route.requests));
        points.errors.push(present(since.errors, route.errors));
        for (const name of ['p50', 'p95', 'p99']) points[name].push(since[name]);
      }
      return {
        key,
        method: route.method,
        route: route.route,
        requests: route.all.requests + since.requests,
        errors: route.all.errors + since.errors,
        p50: route.all.p50 ?? since.p50,
        p95: route.all.p95 ?? since.p95,
        p99: route.all.p99 ?? since.p99,
        now: points.rate.at(-1) ?? 0,
        points,
      };
    });
  }

  /** The JVM's points by name; `gc` is the share of time that collections took. */
  jvm() {
    const { jvm, stepSeconds } = this.data;
    const points = {
      heapUsed: [...jvm.heapUsed],
      gc: jvm.gcNanos.map(nanos => nanos / (stepSeconds * 1e9)),
      threads: [...jvm.threads],
      cpu: [...jvm.cpu],
    };
    const tick = this.latest;
    if (tick) {
      const nanos = this.#ticks.reduce((sum, each) => sum + each.jvm.gcNanos, 0);
      const seconds = Math.max(stepSeconds, this.#ticks.reduce((sum, each) => sum + each.seconds, 0));
      points.heapUsed.push(tick.jvm.heapUsed);
      points.gc.push(nanos / (seconds * 1e9));
      points.threads.push(tick.jvm.threads);
      points.cpu.push(tick.jvm.cpu);
    }
    return { points, heapMax: tick?.jvm.heapMax ?? jvm.heapMax };
  }
}

function unseen(route, length) {
  const nothing = value => new Array(length).fill(value);
  return {
    method: route.method,
    route: route.route,
    requests: nothing(0),
    errors: nothing(0),
    p50: nothing(null),
    p95: nothing(null),
    p99: nothing(null),
    all: { requests: 0, errors: 0, p50: null, p95: null, p99: null },
  };
}
