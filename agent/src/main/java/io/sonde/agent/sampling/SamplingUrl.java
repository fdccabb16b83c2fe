package io.sonde.agent.sampling;

import io.sonde.bootstrap.AgentLog;
import io.sonde.exporter.net.HttpUrl;
import java.io.UnsupportedEncodingException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLEncoder;

/** Where the strategy of a service is asked for. */
final class SamplingUrl {
  private static final int GRPC_PORT = 14250;
  private static final int HTTP_PORT = 5778;
  private static final int COLLECTOR_PORT = 14268;

  private SamplingUrl() {}

  /** Adds what the endpoint lacks. The specification's example has Jaeger's gRPC port. */
  static URL of(String endpoint, String service) throws MalformedURLException {
    URL url = HttpUrl.parse(endpoint);
    if (url.getPort() == GRPC_PORT) {
      AgentLog.info(
          "sampling strategies over gRPC, port 14250, are not supported;"
              + " asking over HTTP, port 5778 of the same host");
      url = new URL(url, "//" + url.getHost() + ":" + HTTP_PORT + "/sampling");
    } else if (url.getPath().isEmpty() || url.getPath().equals("/")) {
      url = new URL(url, url.getPort() == COLLECTOR_PORT ? "/api/sampling" : "/sampling");
    }
    try {
      String separator = url.getQuery() == null ? "?service=" : "&service=";
      return new URL(url, url.getFile() + separator + URLEncoder.encode(service, "UTF-8"));
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException(e);
    }
  }
}
