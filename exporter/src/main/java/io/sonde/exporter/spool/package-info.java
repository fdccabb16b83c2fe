/**
 * Requests that wait on disk. Knows files, not what is in them nor where they go; nothing here may
 * be called by a thread of the application.
 */
package io.sonde.exporter.spool;
