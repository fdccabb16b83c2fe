/** Logging frameworks: one file per framework, each turning its events into {@code LogEvent}s. */
package io.sonde.instrumentation.logging;
