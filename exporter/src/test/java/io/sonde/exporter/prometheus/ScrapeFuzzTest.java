package io.sonde.exporter.prometheus;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.exporter.Fuzz;
import io.sonde.exporter.endpoint.HttpRequest;
import org.junit.jupiter.api.Test;

/** Whatever is sent to the scrape endpoint: a request with a format, or none. */
class ScrapeFuzzTest {
  private static final String[] REQUESTS = {
    "GET /metrics HTTP/1.1\r\nHost: a:9464\r\nAccept: application/openmetrics-text;version=1.0.0;"
        + "escaping=allow-utf-8;q=0.6,text/plain;version=0.0.4;q=0.4,*/*;q=0.1\r\n"
        + "Accept-Encoding: gzip, deflate;q=0\r\n\r\n",
    "GET http://h/metrics?name%5B%5D=x HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
    "HEAD /-/healthy HTTP/1.1\nhost: x\nAuthorization: Basic dTpw\n\n",
    "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nhello",
    "OPTIONS * HTTP/1.1\r\nHost:\r\n folded\r\n\r\n"
  };

  @Test
  void anyRequest() {
    Fuzz fuzz = new Fuzz(7, REQUESTS);
    int taken = 0;
    for (int i = 0; i < Fuzz.inputs(); i++) {
      byte[] bytes = fuzz.next();
      int end = HttpRequest.headEnd(bytes, 0, bytes.length);
      HttpRequest request = end < 0 ? null : HttpRequest.parse(bytes, end, null);
      if (request != null) {
        assertNotNull(request.path());
        assertNotNull(ContentType.negotiate(request.accept()).header());
        request.parameter("name[]");
        request.cookie("name");
        taken++;
      }
    }
    assertTrue(taken > Fuzz.inputs() / 10, taken + " requests could be read");
  }
}
