/**
 * Loki's native push: which labels a record gets, what its line looks like, and how a batch becomes
 * requests that Loki does not have to refuse. Limits are those of Loki's default configuration.
 */
package io.sonde.exporter.loki;
