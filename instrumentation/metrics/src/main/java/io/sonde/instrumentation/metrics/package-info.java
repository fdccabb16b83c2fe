/** Libraries in which applications keep metrics of their own. */
package io.sonde.instrumentation.metrics;
