/**
 * The console: a page on the endpoint's own port that shows what the process did lately, without
 * any backend. What it shows is rendered to JSON as it comes and kept as bytes, so that everything
 * is bounded in bytes and nothing of the application is held.
 *
 * <p>All runs on the endpoint's thread: each second what {@code TraceCapture} has kept is taken
 * ({@code TraceStore}, {@code LogStore}), every ten seconds the histograms are read ({@code
 * History}). No class but {@code Console} and {@code ConsoleAccess} is loaded before.
 */
package io.sonde.exporter.console;
