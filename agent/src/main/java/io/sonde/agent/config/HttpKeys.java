package io.sonde.agent.config;

import io.sonde.exporter.net.HttpTarget;
import io.sonde.exporter.net.HttpUrl;
import java.net.MalformedURLException;
import java.net.URL;
import java.util.Map;

/** The settings that every destination has which is posted to over HTTP. */
public final class HttpKeys {
  private static final int DEFAULT_TIMEOUT = 10_000;
  private static final int MAX_TIMEOUT = 600_000;

  private final Key<String> endpoint;
  private final Key<Map<String, String>> headers;
  private final Key<Long> timeout;
  private final TlsKeys tls;

  /**
   * @param prefix such as {@code sonde.exporter.loki}
   * @param meaning of the endpoint
   */
  HttpKeys(Section section, String prefix, String defaultEndpoint, String meaning) {
    this(section, prefix, section.url(prefix + ".endpoint", defaultEndpoint, meaning));
  }

  /**
   * @param endpoint a key of the section already
   */
  HttpKeys(Section section, String prefix, Key<String> endpoint) {
    this.endpoint = endpoint;
    headers =
        section.headers(
            prefix + ".headers", "Headers of every request there, such as credentials.");
    timeout =
        section.millis(
            prefix + ".timeout", DEFAULT_TIMEOUT, MAX_TIMEOUT, "How long one request may take.");
    tls = new TlsKeys(section, prefix);
  }

  /**
   * Where the settings say. Reads the PEM files.
   *
   * @throws IllegalArgumentException when one of them cannot be used
   */
  public HttpTarget target(Config config) throws MalformedURLException {
    return target(config, config.get(endpoint));
  }

  /** The same for another URL than that of the endpoint. */
  HttpTarget target(Config config, String endpointUrl) throws MalformedURLException {
    URL url = HttpUrl.parse(endpointUrl);
    return new HttpTarget(
        url,
        config.get(headers),
        url.getProtocol().equals("https") ? tls.socketFactory(config) : null,
        config.get(timeout).intValue());
  }
}
