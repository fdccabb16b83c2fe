package io.sonde.bootstrap.http;

import io.sonde.bootstrap.Span;

/**
 * A request for the metrics on the application's own port. The application answers it like any
 * other; only where it says 404 in the end, of a path that is none of its routes, is the answer
 * exchanged. What refuses a request ahead of the servlet (a security filter, which may well say
 * 404) is never overruled.
 *
 * <p>For the thread of the request.
 */
public final class ApplicationScrape {
  /** Writes the metrics. Thread safe, returns soon, throws nothing. */
  public interface Source {
    /**
     * @param accept the request's header, null when it has none
     * @param acceptEncoding the request's header, null when it has none
     * @return null when there is no page now
     */
    MetricsPage page(String accept, String acceptEncoding);
  }

  private static final ThreadLocal<ApplicationScrape> CURRENT =
      new ThreadLocal<ApplicationScrape>();

  private static volatile String path;
  private static volatile Source source;

  private final Object response;

  /** Whether the request went through all filters to the servlet that it was mapped to. */
  private boolean servletReached;

  /** A forward or an include came first: what answers is not what was asked for. */
  private boolean dispatched;

  private boolean held;

  private ApplicationScrape(Object response) {
    this.response = response;
  }

  /**
   * @param path the whole path, as sent
   */
  public static void configure(String path) {
    ApplicationScrape.path = path;
  }

  public static void install(Source source) {
    ApplicationScrape.source = source;
  }

  /** The path that was configured, or null. */
  public static String path() {
    return path;
  }

  /**
   * A GET or HEAD of {@link #path} comes in.
   *
   * @param response the server's own
   */
  public static ApplicationScrape begin(Object response) {
    ApplicationScrape scrape = new ApplicationScrape(response);
    CURRENT.set(scrape);
    return scrape;
  }

  /** The one that the calling thread works on, or null. */
  public static ApplicationScrape current() {
    return CURRENT.get();
  }

  /** A servlet is called. */
  public static void servlet() {
    ApplicationScrape scrape = CURRENT.get();
    if (scrape != null && !scrape.dispatched) {
      scrape.servletReached = true;
    }
  }

  /** The application, or the server for an error page, dispatches the request once more. */
  public static void dispatch() {
    ApplicationScrape scrape = CURRENT.get();
    if (scrape != null && !scrape.servletReached) {
      scrape.dispatched = true;
    }
  }

  /** What {@link #begin} was given. */
  public Object response() {
    return response;
  }

  /**
   * Whether a 404 would be exchanged.
   *
   * @param contextPath of the application, empty for the root
   */
  public boolean mayAnswer(String contextPath) {
    HttpServerSpan span = servletReached ? span() : null;
    return span != null && span.routeIsAll(contextPath);
  }

  /** Notes that a flush was put off. */
  public void hold() {
    held = true;
  }

  /** Whether a flush was put off, which the caller makes up for. */
  public boolean release() {
    boolean was = held;
    held = false;
    return was;
  }

  /**
   * The page that takes the place of a 404, which is neither counted nor traced then; null when
   * there is none now.
   */
  public MetricsPage page(String accept, String acceptEncoding) {
    Source current = source;
    MetricsPage page = current == null ? null : current.page(accept, acceptEncoding);
    if (page != null) {
      span().discard();
    }
    return page;
  }

  /** The request is over for this thread. */
  public void end() {
    CURRENT.set(null);
  }

  private static HttpServerSpan span() {
    Span span = Span.current();
    Span root = span == null ? null : span.localRoot();
    return root instanceof HttpServerSpan ? (HttpServerSpan) root : null;
  }
}
