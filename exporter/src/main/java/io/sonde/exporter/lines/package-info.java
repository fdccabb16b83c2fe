/**
 * Log events as lines of JSON: the formats that receivers, and collectors of an application's own
 * output, take without a mapping. A stack trace stays in the line of its event.
 */
package io.sonde.exporter.lines;
