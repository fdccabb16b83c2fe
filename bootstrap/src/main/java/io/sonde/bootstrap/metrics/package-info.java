/**
 * The instruments that woven code records into: plain counters and histograms whose series are
 * bounded in number. Collecting and sending them is not done here.
 */
package io.sonde.bootstrap.metrics;
