/** HTTP clients: one file per client, each showing its request to {@code HttpClientSpan}. */
package io.sonde.instrumentation.httpclient;
