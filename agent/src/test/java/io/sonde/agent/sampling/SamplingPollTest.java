package io.sonde.agent.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplingPollTest {
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile int status = 200;
  private volatile String answer = "{\"probabilisticSampling\":{\"samplingRate\":1}}";

  @Test
  void whatGoesWrongKeepsTheLastStrategy() throws Exception {
    HttpServer jaeger =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    jaeger.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    jaeger.start();
    try {
      String endpoint = "http://127.0.0.1:" + jaeger.getAddress().getPort() + "/sampling";
      RemoteSampler sampler = new RemoteSampler(true, 0, endpoint, 20);
      SamplingPoll.start(sampler, "shoes & more");
      await(() -> sampler.sample(1, false, false));
      assertEquals("GET /sampling?service=shoes+%26+more", asked.get(0));
      for (String wrong : List.of("", "<html>", "{}", "[".repeat(100_000))) {
        answer = wrong;
        awaitNext(3);
        assertTrue(sampler.sample(1, false, false), wrong);
      }
      status = 500;
      answer = "{\"probabilisticSampling\":{}}";
      awaitNext(3);
      assertTrue(sampler.sample(1, false, false));
      status = 200;
      await(() -> !sampler.sample(1, false, false));
    } finally {
      jaeger.stop(0);
    }
  }

  private void awaitNext(int polls) throws InterruptedException {
    int before = asked.size();
    await(() -> asked.size() >= before + polls);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + 30_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() - end < 0, "waited in vain");
      Thread.sleep(2);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://jaeger:5778/sampling,http://jaeger:5778/sampling?service=a",
    "http://jaeger:5778,http://jaeger:5778/sampling?service=a",
    "http://jaeger:14268,http://jaeger:14268/api/sampling?service=a",
    "http://jaeger:14250,http://jaeger:5778/sampling?service=a",
    "https://proxy/x?y=z,https://proxy/x?y=z&service=a"
  })
  void whereIsAsked(String endpoint, String url) throws Exception {
    assertEquals(url, SamplingUrl.of(endpoint, "a").toString());
  }
}
