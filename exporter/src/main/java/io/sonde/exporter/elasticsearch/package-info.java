/**
 * Log records to the {@code _bulk} interface that Elasticsearch and OpenSearch have in common:
 * documents of an index, or of a data stream.
 */
package io.sonde.exporter.elasticsearch;
