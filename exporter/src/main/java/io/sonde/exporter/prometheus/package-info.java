/**
 * The scrape endpoint: metric data become families ({@code Families}), which get the names that
 * existing dashboards know ({@code CompatNames}) and are written in the format that the scraper
 * asks for ({@code ContentType}, one writer per format), with the names that it can read ({@code
 * Spelling}).
 *
 * <p>Nothing here calls the application, keeps a thread local or knows another destination.
 */
package io.sonde.exporter.prometheus;
