package io.sonde.agent;

import io.sonde.bootstrap.AgentLog;
import io.sonde.bootstrap.http.ApplicationScrape;
import io.sonde.bootstrap.http.MetricsPage;
import io.sonde.exporter.prometheus.Exposition;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Writes the metrics on a thread of the application. One at a time: a flood of requests to a port
 * that is open to the world must cost it no more than a 404 each.
 */
final class ApplicationMetrics implements ApplicationScrape.Source {
  /** Two scrapers that come at once are both served. */
  private static final int MAX_WAITING = 2;

  private static final long MAX_WAIT_MILLIS = 500;

  private final Exposition exposition;
  private final Semaphore one = new Semaphore(1);
  private volatile boolean failureTold;

  ApplicationMetrics(Exposition exposition) {
    this.exposition = exposition;
  }

  @Override
  public MetricsPage page(String accept, String acceptEncoding) {
    if (one.getQueueLength() >= MAX_WAITING) {
      return null;
    }
    try {
      if (!one.tryAcquire(MAX_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
        return null;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
    try {
      return exposition.render(accept, acceptEncoding);
    } catch (RuntimeException e) {
      if (!failureTold) {
        failureTold = true;
        AgentLog.warn("A scrape of the application's port failed; later failures are not told", e);
      }
      return null;
    } finally {
      one.release();
    }
  }
}
