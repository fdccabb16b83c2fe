package io.sonde.agent.config;

import java.util.List;

/** Spans: which are recorded, how large they may be, where they go and when. */
public final class TraceKeys {
  static final Section SECTION = new Section("Traces", "Which spans are recorded and sent.");

  public static final Key<List<String>> EXPORTER =
      SECTION.names(
          "otel.traces.exporter",
          "otlp",
          "Where spans are sent to.",
          "otlp",
          "jaeger",
          "zipkin",
          "otlp-file");

  public static final Key<String> SAMPLER =
      SECTION.oneOf(
          "otel.traces.sampler",
          "parentbased_always_on",
          "Which traces are recorded. A `parentbased` sampler does what the caller decided, and"
              + " decides itself only where there is no caller.",
          "always_on",
          "always_off",
          "traceidratio",
          "parentbased_always_on",
          "parentbased_always_off",
          "parentbased_traceidratio",
          "jaeger_remote",
          "parentbased_jaeger_remote");

  public static final Key<Double> SAMPLER_ARG =
      SECTION.ratio(
          "otel.traces.sampler.arg",
          "1.0",
          "The share of traces that a ratio sampler records. For the `jaeger_remote` samplers a"
              + " list, `endpoint=http://localhost:5778/sampling,pollingIntervalMs=60000,"
              + "initialSamplingRate=0.001`, of which these are the defaults: where Jaeger is"
              + " asked what to record, how often, and what is recorded until it has answered.");

  public static final Key<List<String>> EXCLUDE_PATHS =
      SECTION.list(
          "sonde.traces.exclude-paths",
          "/health*,/actuator/health*,/livez,/readyz,/metrics,/favicon.ico",
          "Request paths without spans; a `*` at the end stands for any rest. Their metrics are"
              + " kept.");

  public static final Key<Integer> ATTRIBUTE_COUNT =
      SECTION.number(
          "otel.attribute.count.limit",
          128,
          0,
          10_000,
          "attributes",
          "Attributes that are kept of a span.");

  public static final Key<Integer> ATTRIBUTE_LENGTH =
      SECTION.number(
          "otel.attribute.value.length.limit",
          8192,
          0,
          1024 * 1024,
          "characters",
          "Characters that are kept of an attribute's value. The specification knows no limit by"
              + " default; here everything has one.");

  public static final Key<Integer> SPAN_ATTRIBUTE_COUNT =
      SECTION.like(ATTRIBUTE_COUNT, "otel.span.attribute.count.limit", "The same for spans only.");

  public static final Key<Integer> SPAN_ATTRIBUTE_LENGTH =
      SECTION.like(
          ATTRIBUTE_LENGTH, "otel.span.attribute.value.length.limit", "The same for spans only.");

  public static final Key<Long> BATCH_DELAY =
      SECTION.millis(
          "otel.bsp.schedule.delay",
          5000,
          Section.DAY_MILLIS,
          "The longest that a span waits for its batch to fill.");

  public static final Key<Integer> QUEUE_SIZE =
      SECTION.number(
          "otel.bsp.max.queue.size",
          8192,
          1,
          1 << 20,
          "spans",
          "Spans that may wait. The specification's default is 2048; a span here is small, so a"
              + " longer burst is kept.");

  public static final Key<Integer> BATCH_SIZE =
      SECTION.number(
          "otel.bsp.max.export.batch.size", 512, 1, 1 << 16, "spans", "Spans sent at once.");

  private TraceKeys() {}
}
