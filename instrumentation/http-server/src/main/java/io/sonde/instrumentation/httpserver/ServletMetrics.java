package io.sonde.instrumentation.httpserver;

import io.sonde.bootstrap.http.ApplicationScrape;
import io.sonde.instrumentation.advice.Enter;
import io.sonde.instrumentation.advice.Instrumentation;
import io.sonde.instrumentation.advice.Weave;

/**
 * The servlet, of either name space, behind all filters. Of the same switch as {@link
 * TomcatMetrics}; a unit of its own, for the API may be in another package and loader.
 */
@Instrumentation("tomcat-metrics")
@Weave(
    types = {"javax.servlet.http.HttpServlet", "jakarta.servlet.http.HttpServlet"},
    methods = "service")
final class ServletMetrics {
  private ServletMetrics() {}

  @Enter
  static void enter() {
    ApplicationScrape.servlet();
  }
}
