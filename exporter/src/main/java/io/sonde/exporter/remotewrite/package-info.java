/**
 * Prometheus's remote write, 1.0 and 2.0: metric families as time series, in requests that a
 * receiver does not have to refuse.
 *
 * @see <a href="https://prometheus.io/docs/specs/prw/remote_write_spec/">1.0</a>
 * @see <a href="https://prometheus.io/docs/specs/prw/remote_write_spec_2_0/">2.0-rc.4</a>
 */
package io.sonde.exporter.remotewrite;
