package io.sonde.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.sonde.bootstrap.Ids;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamplersTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "always_on",
        "always_off",
        "traceidratio",
        "parentbased_always_on",
        "parentbased_always_off",
        "parentbased_traceidratio"
      })
  void decideLikeTheSdks(String name) {
    Random random = new Random(1);
    for (double ratio : new double[] {0, 1e-18, 0.001, 0.25, 0.5, 0.999, 1}) {
      io.sonde.bootstrap.Sampler ours = Samplers.of(name, ratio);
      Sampler sdks = sdk(name, ratio);
      long bound = (long) (ratio * Long.MAX_VALUE);
      long[] edges = {
        1, -1, bound, bound - 1, bound + 1, -bound, 1 - bound, Long.MAX_VALUE, Long.MIN_VALUE
      };
      for (int i = 0; i < 2000; i++) {
        long low = i < edges.length ? edges[i] : random.nextLong();
        for (int parent = 0; parent < 5; parent++) {
          assertEquals(
              decision(sdks, low, parent),
              ours.sample(low, parent > 0, parent % 2 == 1),
              name + " " + ratio + " " + low + " " + parent);
        }
      }
    }
  }

  /**
   * @param parent 0 none, 1 remote and sampled, 2 remote and not, 3 and 4 the same here
   */
  private static boolean decision(Sampler sampler, long low, int parent) {
    String traceId = Ids.hex(1, low);
    Context context = Context.root();
    if (parent > 0) {
      TraceFlags flags = parent % 2 == 1 ? TraceFlags.getSampled() : TraceFlags.getDefault();
      SpanContext span =
          parent < 3
              ? SpanContext.createFromRemoteParent(
                  traceId, "00f067aa0ba902b7", flags, TraceState.getDefault())
              : SpanContext.create(traceId, "00f067aa0ba902b7", flags, TraceState.getDefault());
      context = context.with(Span.wrap(span));
    }
    return sampler
            .shouldSample(context, traceId, "a", SpanKind.SERVER, Attributes.empty(), List.of())
            .getDecision()
        == SamplingDecision.RECORD_AND_SAMPLE;
  }

  private static Sampler sdk(String name, double ratio) {
    return switch (name) {
      case "always_on" -> Sampler.alwaysOn();
      case "always_off" -> Sampler.alwaysOff();
      case "traceidratio" -> Sampler.traceIdRatioBased(ratio);
      default -> Sampler.parentBased(sdk(name.substring("parentbased_".length()), ratio));
    };
  }

  @Test
  void theArgumentIsReadOnlyWhereItCounts() {
    try (LogCapture log = new LogCapture()) {
      Samplers.of(new Config(null, Map.of("OTEL_TRACES_SAMPLER_ARG", "endpoint=http://h")));
      assertEquals("", log.text());
      Map<String, String> ratio =
          Map.of("OTEL_TRACES_SAMPLER", "traceidratio", "OTEL_TRACES_SAMPLER_ARG", "0");
      assertEquals(false, Samplers.of(new Config(null, ratio)).sample(1, false, false));
    }
  }
}
