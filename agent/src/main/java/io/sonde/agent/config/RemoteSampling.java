package io.sonde.agent.config;

import io.sonde.agent.sampling.RemoteSampler;
import io.sonde.bootstrap.AgentLog;
import java.util.Collections;
import java.util.Map;

/** What {@code otel.traces.sampler.arg} says to a {@code jaeger_remote} sampler. */
final class RemoteSampling {
  private static final String DEFAULT_ENDPOINT = "http://localhost:5778/sampling";
  private static final long DEFAULT_INTERVAL = 60_000;
  private static final double DEFAULT_RATE = 0.001;

  private RemoteSampling() {}

  /** The sampler; each part of the setting that is malformed is told and counts as unset. */
  static RemoteSampler sampler(Config config, boolean parentBased) {
    String text = config.text(TraceKeys.SAMPLER_ARG);
    Map<String, String> parts = text == null ? null : MapText.parse(text);
    if (parts == null) {
      tellMalformed(text, null, "");
      parts = Collections.emptyMap();
    }
    String url = parts.get("endpoint");
    String endpoint = url == null ? null : Values.url(url);
    tellMalformed(url, endpoint, "endpoint in ");
    String millis = parts.get("pollingIntervalMs");
    Long interval = millis == null ? null : Values.millis(millis, 1, Section.DAY_MILLIS);
    tellMalformed(millis, interval, "pollingIntervalMs in ");
    String ratio = parts.get("initialSamplingRate");
    Double rate = ratio == null ? null : Values.ratio(ratio);
    tellMalformed(ratio, rate, "initialSamplingRate in ");
    return new RemoteSampler(
        parentBased,
        rate == null ? DEFAULT_RATE : rate,
        endpoint == null ? DEFAULT_ENDPOINT : endpoint,
        interval == null ? DEFAULT_INTERVAL : interval);
  }

  private static void tellMalformed(String text, Object value, String part) {
    if (text != null && value == null) {
      AgentLog.warn(
          part
              + TraceKeys.SAMPLER_ARG.name
              + " is not as in endpoint="
              + DEFAULT_ENDPOINT
              + ",pollingIntervalMs=60000,initialSamplingRate=0.001; taking the default");
    }
  }
}
