/** Charts of what was measured, as PNG files. */
package io.sonde.benchmarks.chart;
