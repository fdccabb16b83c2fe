/** JDBC: statements of any driver, and connection pools. */
package io.sonde.instrumentation.jdbc;
