package io.sonde.agent.sampling;

import io.sonde.bootstrap.AgentLog;
import io.sonde.bootstrap.AgentThread;
import io.sonde.bootstrap.Text;
import io.sonde.exporter.JsonReader;
import io.sonde.exporter.net.HttpSender;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks for the strategy again and again, on a thread of its own. Whatever goes wrong leaves the
 * last one in effect, and is told once until an answer has come again.
 */
public final class SamplingPoll implements Runnable {
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final long MILLI = 1_000_000L;

  private final RemoteSampler sampler;
  private final HttpSender sender;
  private final String place;
  private final long intervalNanos;

  /** What the strategy in effect was read from. */
  private byte[] last;

  private boolean failing;

  private SamplingPoll(RemoteSampler sampler, URL url) {
    this.sampler = sampler;
    // Strategies are asked for without credentials, but for those of the URL.
    sender = new HttpSender(url, Collections.<String, String>emptyMap(), null, TIMEOUT_MILLIS);
    place = url.getHost() + ':' + (url.getPort() < 0 ? url.getDefaultPort() : url.getPort());
    intervalNanos = sampler.intervalMillis * MILLI;
  }

  /** Begins to ask for the strategy of {@code service}. */
  public static void start(RemoteSampler sampler, String service) throws MalformedURLException {
    URL url = SamplingUrl.of(sampler.endpoint, service);
    AgentThread.start("sampling", new SamplingPoll(sampler, url));
  }

  @Override
  public void run() {
    while (!sampler.isClosed()) {
      ask();
      long next = System.nanoTime() + intervalNanos;
      for (long left = intervalNanos; left > 0; left = next - System.nanoTime()) {
        // With its interrupt flag up a thread does not park, and would spin.
        Thread.interrupted();
        LockSupport.parkNanos(left);
      }
    }
  }

  private void ask() {
    String problem;
    try {
      problem = answered(sender.get());
    } catch (IOException e) {
      problem = Text.simpleName(e.getClass().getName());
    } catch (Throwable t) {
      problem = t.getClass().getName();
    }
    if (problem == null) {
      if (failing) {
        AgentLog.info("the sampling strategy comes from " + place + " again");
      }
    } else if (!failing) {
      AgentLog.warn(
          "the sampling strategy could not be had from "
              + place
              + " and stays as it is: "
              + problem);
    }
    failing = problem != null;
  }

  /** Returns what is wrong with the answer, or null. */
  private String answered(HttpSender.Response response) {
    if (response.status() != 200) {
      return "HTTP status " + response.status();
    }
    if (Arrays.equals(response.body(), last)) {
      // Its rates go on from where they are.
      return null;
    }
    try {
      String text = new String(response.body(), StandardCharsets.UTF_8);
      sampler.strategy(SamplingStrategy.of(JsonReader.read(text)));
      last = response.body();
      return null;
    } catch (IllegalArgumentException e) {
      return "the answer is no sampling strategy";
    }
  }
}
