/** The finished jar on forked JVMs: real servers, real databases, real backends, and faults. */
package io.sonde.smoke;
