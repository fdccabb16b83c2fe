/** Spans as Zipkin's second JSON format, which Jaeger, Tempo and Collectors take as well. */
package io.sonde.exporter.zipkin;
