/**
 * HTTP requests, served and made: what the semantic conventions (HTTP, stable) say of a span and of
 * its metric, once for all libraries. A library only has to show its request and response.
 */
package io.sonde.bootstrap.http;
