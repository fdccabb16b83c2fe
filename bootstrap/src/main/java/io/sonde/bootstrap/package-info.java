/**
 * What woven code calls: spans, their context, propagation and the sinks that finished records go
 * to. On the boot class path, so every class loader sees it.
 *
 * <p>Nothing here knows a library that is watched or a backend that is fed, and nothing here needs
 * more than {@code java.base} of Java 8. No lambda, regular expression, {@code String.format} or
 * logger: all of this may run before the application's {@code main}.
 */
package io.sonde.bootstrap;
