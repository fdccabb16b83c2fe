/**
 * Logstash's {@code tcp} input: lines of JSON over one connection that is kept. Logstash answers
 * nothing, so that what counts as delivered is a matter of {@link
 * io.sonde.exporter.logstash.Unconfirmed}.
 */
package io.sonde.exporter.logstash;
