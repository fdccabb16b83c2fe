/** HTTP servers: one file per server, each showing its request to {@code HttpServerSpan}. */
package io.sonde.instrumentation.httpserver;
