package io.sonde.example.shop;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Talks to the payment service with both HTTP clients of the JDK, the old and the new. */
@Component
class PaymentClient {
  private static final Logger log = LoggerFactory.getLogger(PaymentClient.class);

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final String url;

  PaymentClient(@Value("${payment.url}") String url) {
    this.url = url;
  }

  /** The largest amount that can be paid at once. */
  int limit() throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(url + "/payments/limit").toURL().openConnection();
    connection.setConnectTimeout(2_000);
    connection.setReadTimeout(2_000);
    try (InputStream body = connection.getInputStream()) {
      return Integer.parseInt(new String(body.readAllBytes(), StandardCharsets.US_ASCII));
    }
  }

  /** True when the order is paid. */
  boolean pay(long order, int amount) throws IOException, InterruptedException {
    String json = "{\"order\":%d,\"amount\":%d}".formatted(order, amount);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/payments"))
            .header("Content-Type", "application/json")
            .timeout(Duration.ofSeconds(5))
            .POST(BodyPublishers.ofString(json))
            .build();
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    if (response.statusCode() != 201) {
      log.warn("payment of order {} answered {}", order, response.statusCode());
      return false;
    }
    return true;
  }
}
