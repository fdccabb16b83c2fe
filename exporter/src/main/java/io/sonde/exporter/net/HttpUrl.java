package io.sonde.exporter.net;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;

/**
 * Makes URLs that name a destination. The JVM's own way begins with a search of the whole class
 * path, and of what an application has put in its place, for who opens such URLs: milliseconds of
 * each start, for what the agent never does. Immutable.
 */
public final class HttpUrl extends URLStreamHandler {
  private static final HttpUrl HTTP = new HttpUrl(80);
  private static final HttpUrl HTTPS = new HttpUrl(443);

  private final int defaultPort;

  private HttpUrl(int defaultPort) {
    this.defaultPort = defaultPort;
  }

  /**
   * @return a URL that cannot be opened, if it is one of HTTP
   * @throws MalformedURLException whose message repeats the text, which may hold a password
   */
  public static URL parse(String text) throws MalformedURLException {
    if (text.regionMatches(true, 0, "http:", 0, 5)) {
      return new URL(null, text, HTTP);
    }
    return text.regionMatches(true, 0, "https:", 0, 6) ? new URL(null, text, HTTPS) : new URL(text);
  }

  @Override
  protected int getDefaultPort() {
    return defaultPort;
  }

  @Override
  protected URLConnection openConnection(URL url) {
    throw new UnsupportedOperationException("this is a name only");
  }
}
