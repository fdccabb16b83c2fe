// Numbers as people read them: three digits that matter, one unit, never a jumping width.

const integers = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

export const NONE = '–';

const missing = value => value === null || value === undefined || Number.isNaN(value);

function digits(value) {
  const size = Math.abs(value);
  return value.toFixed(size >= 100 || size === 0 ? 0 : size >= 10 ? 1 : 2);
}

export function count(value) {
  return missing(value) ? NONE : integers.format(value);
}

/** @param nanos a duration in nanoseconds */
export function duration(nanos) {
  if (missing(nanos)) return NONE;
  if (nanos < 1e3) return `${Math.round(nanos)} ns`;
  if (nanos < 999.5e3) return `${digits(nanos / 1e3)} µs`;
  if (nanos < 999.5e6) return `${digits(nanos / 1e6)} ms`;
  if (nanos < 60e9) return `${digits(nanos / 1e9)} s`;
  if (nanos < 3600e9) return `${digits(nanos / 60e9)} min`;
  return `${digits(nanos / 3600e9)} h`;
}

export function rate(perSecond) {
  if (missing(perSecond)) return NONE;
  if (perSecond >= 1e4) return integers.format(perSecond);
  return perSecond.toFixed(perSecond >= 100 || perSecond === 0 ? 0 : perSecond >= 1 ? 1 : 2);
}

/** The same text for the label of an axis, where `5.00 ms` is `5 ms` and `0 ns` is `0`. */
export function label(text) {
  return text.replace(/(\.\d*?)0+(?=\D|$)/, '$1').replace(/\.(?=\D|$)/, '').replace(/^0 .*/, '0');
}

/** @param share from 0 to 1 */
export function percent(share) {
  if (missing(share)) return NONE;
  const value = share * 100;
  if (value > 0 && value < 0.1) return '< 0.1 %';
  return `${value >= 10 || value === 0 ? Math.round(value) : value.toFixed(1)} %`;
}

export function bytes(value) {
  if (missing(value)) return NONE;
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? value : digits(value)} ${units[unit]}`;
}

const two = value => String(value).padStart(2, '0');

/** The local time of day of epoch milliseconds. */
export function clock(millis, withMillis) {
  const date = new Date(millis);
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  return withMillis ? `${time}.${String(date.getMilliseconds()).padStart(3, '0')}` : time;
}

export function dateTime(millis) {
  const date = new Date(millis);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${clock(millis, true)}`;
}

export function age(seconds) {
  if (seconds < 60) return `${Math.max(0, Math.round(seconds))} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 172800) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  return `${Math.floor(seconds / 86400)} d`;
}

/** `io.sonde.shop.OrderController` is `OrderController`. */
export function shortName(logger) {
  return logger.slice(logger.lastIndexOf('.') + 1) || logger;
}
