package io.sonde.bootstrap.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.bootstrap.metrics.Histogram;
import io.sonde.bootstrap.metrics.Metrics;
import io.sonde.bootstrap.metrics.UpDownCounter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApplicationScrapeTest {
  private static final MetricsPage PAGE = new MetricsPage("text/plain", null, new byte[0]);

  private final Object response = new Object();
  private HttpServerSpan span;
  private ApplicationScrape scrape;

  @BeforeEach
  void begin() {
    ApplicationScrape.install((accept, acceptEncoding) -> PAGE);
    span = PathRequest.start("/metrics");
    scrape = ApplicationScrape.begin(response);
  }

  @AfterEach
  void end() {
    scrape.end();
    span.deactivate();
    span.end(404, null);
    ApplicationScrape.install(null);
  }

  @Test
  void onlyBehindTheServlet() {
    assertFalse(scrape.mayAnswer(""));
    ApplicationScrape.servlet();
    assertTrue(scrape.mayAnswer(""));
    // The error page.
    ApplicationScrape.dispatch();
    assertTrue(scrape.mayAnswer(""));
  }

  /** A filter refuses, and the error page or what it forwards to is a servlet. */
  @Test
  void notBehindAServletThatWasNotAskedFor() {
    ApplicationScrape.dispatch();
    ApplicationScrape.servlet();
    assertFalse(scrape.mayAnswer(""));
  }

  @Test
  void notOverARoute() {
    ApplicationScrape.servlet();
    span.route("/metrics");
    assertFalse(scrape.mayAnswer(""));
    span.frameworkRoute("/**");
    assertTrue(scrape.mayAnswer(""));
    assertFalse(scrape.mayAnswer("/shop"));
  }

  @Test
  void everythingWithinAContextIsNoRoute() {
    ApplicationScrape.servlet();
    span.frameworkRoute("/shop/**");
    assertTrue(scrape.mayAnswer("/shop"));
    assertFalse(scrape.mayAnswer(""));
    assertFalse(scrape.mayAnswer("/sho"));
    assertFalse(scrape.mayAnswer("/barn"));
  }

  @Test
  void notWithoutASpan() {
    span.deactivate();
    ApplicationScrape.servlet();
    assertFalse(scrape.mayAnswer(""));
  }

  @Test
  void anAnsweredScrapeIsNotCounted() {
    UpDownCounter.Series active = Metrics.HTTP_SERVER_ACTIVE.series("GET", "http");
    long running = active.sum();
    long before = counted();
    ApplicationScrape.servlet();
    assertSame(PAGE, scrape.page(null, null));
    span.deactivate();
    span.end(200, null);
    assertEquals(before, counted());
    assertEquals(running - 1, active.sum());
  }

  /** Nor is a 404 left out that remains one. */
  @Test
  void withoutAPageTheAnswerIsCounted() {
    ApplicationScrape.install((accept, acceptEncoding) -> null);
    assertNull(scrape.page(null, null));
    ApplicationScrape.install(null);
    assertNull(scrape.page(null, null));
    long before = counted();
    span.deactivate();
    span.end(404, null);
    assertEquals(before + 1, counted());
  }

  @Test
  void isOfItsRequestAlone() {
    assertSame(scrape, ApplicationScrape.current());
    assertSame(response, scrape.response());
    scrape.end();
    assertNull(ApplicationScrape.current());
    ApplicationScrape.servlet();
    ApplicationScrape.dispatch();
    assertFalse(scrape.mayAnswer(""));
  }

  @Test
  void aFlushIsMadeUpForOnce() {
    assertFalse(scrape.release());
    scrape.hold();
    assertTrue(scrape.release());
    assertFalse(scrape.release());
  }

  private static long counted() {
    long count = 0;
    for (Histogram.Series series : Metrics.HTTP_SERVER_DURATION.all()) {
      count += series.snapshot().count;
    }
    return count;
  }
}
