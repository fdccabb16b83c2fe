package io.sonde.smoke.programs.business;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;

/** With the global registry, or one of its own: {@code simple}, or a class of Prometheus' one. */
public final class MicrometerOrders implements Orders {
  private final MeterRegistry registry;

  private MicrometerOrders(MeterRegistry registry) {
    this.registry = registry;
    Gauge.builder("active.users", () -> 42).register(registry);
    Gauge.builder("jvm.threads.live", () -> -1).register(registry);
    registry.timer("order.duration").record(Duration.ofMillis(1500));
    registry
        .more()
        .timer(
            "delivery",
            java.util.List.of(),
            this,
            o -> 3,
            o -> 9,
            java.util.concurrent.TimeUnit.SECONDS);
    registry.more().longTaskTimer("stock.taking").start();
    registry.more().counter("visits", java.util.List.of(), 7);
  }

  @Override
  public void order(String status, double amount) {
    registry.counter("orders", "status", status).increment();
    DistributionSummary.builder("order.amount")
        .description("Order amount")
        .baseUnit("dollars")
        .publishPercentileHistogram()
        .register(registry)
        .record(amount);
  }

  public static void main(String[] args) throws Exception {
    Orders.take(new MicrometerOrders(registry(args[0])));
  }

  private static MeterRegistry registry(String kind) throws Exception {
    switch (kind) {
      case "global":
        return Metrics.globalRegistry;
      case "simple":
        return new SimpleMeterRegistry();
      default:
        Class<?> config = Class.forName(kind + ".PrometheusConfig");
        return (MeterRegistry)
            Class.forName(kind + ".PrometheusMeterRegistry")
                .getConstructor(config)
                .newInstance(config.getField("DEFAULT").get(null));
    }
  }
}
