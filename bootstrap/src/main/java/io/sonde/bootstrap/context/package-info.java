/**
 * Takes the current span from the thread that hands work over to the thread that does it: wrappers
 * of tasks and callbacks. Nothing here knows which executor runs them.
 */
package io.sonde.bootstrap.context;
