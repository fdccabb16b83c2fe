package io.sonde.agent.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.sonde.exporter.JsonReader;
import java.lang.management.ManagementFactory;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamplingStrategyTest {
  private static final long SECOND = 1_000_000_000L;

  private static SamplingStrategy of(String json) {
    return SamplingStrategy.of(JsonReader.read(json));
  }

  private static double share(SamplingStrategy strategy, String method, String path) {
    Random random = new Random(1);
    int sampled = 0;
    for (int i = 0; i < 20_000; i++) {
      sampled += strategy.sample(random.nextLong(), method, path) ? 1 : 0;
    }
    return sampled / 20_000.0;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"strategyType\":\"PROBABILISTIC\",\"probabilisticSampling\":{\"samplingRate\":0.25}}",
        "{\"strategyType\":0,\"probabilisticSampling\":{\"samplingRate\":2.5e-1}}"
      })
  void probabilistic(String json) {
    assertEquals(0.25, share(of(json), "GET", "/"), 0.01);
  }

  /** As protobuf's JSON has it: what is 0 is left out. */
  @Test
  void allAndNothing() {
    assertEquals(1, share(of("{\"probabilisticSampling\":{\"samplingRate\":1}}"), null, null));
    assertTrue(
        of("{\"probabilisticSampling\":{\"samplingRate\":1}}").sample(Long.MIN_VALUE, null, null));
    assertEquals(0, share(of("{\"probabilisticSampling\":{}}"), null, null));
    assertEquals(0, share(of("{\"rateLimitingSampling\":{}}"), null, null));
  }

  @Test
  void rateLimiting() {
    SamplingStrategy strategy =
        of(
            "{\"strategyType\":\"RATE_LIMITING\",\"rateLimitingSampling\":{\"maxTracesPerSecond\":3}}");
    int sampled = 0;
    long start = System.nanoTime();
    for (int i = 0; i < 1000; i++) {
      sampled += strategy.sample(1, null, null) ? 1 : 0;
    }
    long seconds = (System.nanoTime() - start) / SECOND;
    assertTrue(sampled >= 3 && sampled <= 4 + 3 * (seconds + 1), sampled + " in " + seconds + " s");
  }

  @Test
  void aRateSavesUpOneSecond() {
    SamplingRate rate = new SamplingRate(0, 2);
    long now = System.nanoTime();
    assertTrue(rate.take(now));
    assertTrue(rate.take(now));
    assertFalse(rate.take(now));
    assertFalse(rate.take(now + SECOND / 2 - 1));
    assertTrue(rate.take(now + SECOND / 2));
    assertFalse(rate.take(now + SECOND / 2));
    long later = now + 3600 * SECOND;
    assertTrue(rate.take(later));
    assertTrue(rate.take(later));
    assertFalse(rate.take(later));
  }

  @Test
  void aSlowRateSavesUpOneTrace() {
    SamplingRate rate = new SamplingRate(0, 0.1);
    long now = System.nanoTime();
    assertTrue(rate.take(now));
    assertFalse(rate.take(now + 10 * SECOND - 1));
    assertTrue(rate.take(now + 10 * SECOND));
    assertFalse(rate.take(now + 10 * SECOND));
  }

  @Test
  void threadsShareARate() throws Exception {
    SamplingRate rate = new SamplingRate(0, 1000);
    long now = System.nanoTime();
    AtomicInteger taken = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    for (int i = 0; i < 4; i++) {
      threads.execute(
          () -> {
            for (int j = 0; j < 100_000; j++) {
              if (rate.take(now)) {
                taken.incrementAndGet();
              }
            }
          });
    }
    threads.shutdown();
    assertTrue(threads.awaitTermination(30, TimeUnit.SECONDS));
    assertEquals(1000, taken.get());
  }

  private static final String PER_OPERATION =
      """
      {"strategyType":"PROBABILISTIC",
       "probabilisticSampling":{"samplingRate":0.5},
       "operationSampling":{
         "defaultSamplingProbability":0.1,
         "defaultLowerBoundTracesPerSecond":0,
         "perOperationStrategies":[
           {"operation":"GET /users/{id}","probabilisticSampling":{"samplingRate":1}},
           {"operation":"POST /users/{id}","probabilisticSampling":{"samplingRate":0}},
           {"operation":"GET /static/**","probabilisticSampling":{"samplingRate":0}}]}}
      """;

  @Test
  void perOperation() {
    SamplingStrategy strategy = of(PER_OPERATION);
    assertEquals(1, share(strategy, "GET", "/users/7"));
    assertEquals(0, share(strategy, "POST", "/users/7"));
    assertEquals(0, share(strategy, "GET", "/static/a/b.css"));
    assertEquals(0.1, share(strategy, "GET", "/users"), 0.01);
    assertEquals(0.1, share(strategy, null, null), 0.01);
  }

  @Test
  void theLowerBoundIsGuaranteed() {
    SamplingStrategy strategy =
        of(
            PER_OPERATION
                .replace("TracesPerSecond\":0", "TracesPerSecond\":2")
                .replace("Probability\":0.1", "Probability\":0"));
    int sampled = 0;
    for (int i = 0; i < 100; i++) {
      sampled += strategy.sample(Long.MAX_VALUE, "POST", "/users/7") ? 1 : 0;
    }
    assertTrue(sampled >= 2 && sampled < 100, "" + sampled);
    assertTrue(strategy.sample(Long.MAX_VALUE, null, null), "has a rate of its own");
  }

  @ParameterizedTest
  @CsvSource({
    "GET /a,GET,/a,true",
    "GET /a,POST,/a,false",
    "GET /a,GET,/ab,false",
    "GET /ab,GET,/a,false",
    "/a,PUT,/a,true",
    "GET /a/{id}/b,GET,/a/1/b,true",
    "GET /a/{id}/b,GET,/a//b,false",
    "GET /a/{id}/b,GET,/a/1/2/b,false",
    "GET /a/{id:[0-9]+},GET,/a/1,true",
    "GET /a/{id,GET,/a/{id,true",
    "GET /a/*,GET,/a/b/c,true",
    "GET,GET,/,false",
    "GET /,GET,/,true"
  })
  void operationsAndRequests(String operation, String method, String path, boolean matches) {
    assertEquals(
        matches, new SampledOperation(operation, new SamplingRate(1, 0)).matches(method, path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "null",
        "{\"probabilisticSampling\":{\"samplingRate\":\"x\"}}",
        "{\"probabilisticSampling\":1}",
        "{\"operationSampling\":{\"perOperationStrategies\":[1]}}"
      })
  void whatIsNoStrategyIsRefused(String json) {
    assertThrows(IllegalArgumentException.class, () -> of(json));
  }

  @Test
  void decidingAllocatesNothing() {
    RemoteSampler sampler = new RemoteSampler(true, 0.1, "http://localhost", 1);
    sampler.strategy(of(PER_OPERATION.replace("TracesPerSecond\":0", "TracesPerSecond\":2")));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 20; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int j = 0; j < 1000; j++) {
        sampler.sampleRequest(j, false, false, "GET", "/static/a");
        sampler.sample(j, false, false);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertTrue(least < 100, least + " B for 2,000 decisions");
  }

  @Test
  void parents() {
    RemoteSampler parentBased = new RemoteSampler(true, 0, "http://localhost", 1);
    RemoteSampler root = new RemoteSampler(false, 0, "http://localhost", 1);
    assertTrue(parentBased.sampleRequest(1, true, true, "GET", "/"));
    assertFalse(root.sampleRequest(1, true, true, "GET", "/"));
    assertTrue(root.sample(1, true, true), "within a trace of this process");
    assertFalse(parentBased.sampleRequest(1, false, false, "GET", "/"));
  }
}
