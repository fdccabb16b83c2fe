/**
 * Database calls, SQL and Redis: what the semantic conventions (database, stable) say of a span and
 * of its metric, the texts that may be shown of a statement, and connection pools.
 */
package io.sonde.bootstrap.db;
