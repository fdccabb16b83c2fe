/**
 * Context across threads: the span that is current where work is handed over is current where it
 * runs. Targets classes of the JDK, so all of it lives on the boot class path.
 */
package io.sonde.instrumentation.concurrent;
