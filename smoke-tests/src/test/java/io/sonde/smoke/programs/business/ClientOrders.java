package io.sonde.smoke.programs.business;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.core.metrics.StateSet;
import io.prometheus.metrics.core.metrics.Summary;

/** With Prometheus' Java client 1. */
public final class ClientOrders implements Orders {
  private final Counter count =
      Counter.builder().name("orders_total").help("Total orders").labelNames("status").register();
  private final Histogram amount =
      Histogram.builder()
          .name("order_amount_dollars")
          .help("Order amount")
          .classicUpperBounds(10, 100, 1000)
          .register();
  private final Summary duration =
      Summary.builder().name("order_duration_seconds").quantile(0.5, 0.01).register();

  private ClientOrders() {
    Gauge.builder().name("active_users").help("Currently active users").register().set(42);
    Info.builder().name("shop_info").labelNames("city").register().setLabelValues("Seoul");
    StateSet.builder().name("door").states("open", "closed").register().setTrue("open");
    Gauge.builder().name("jvm_threads_current").register().set(-1);
    duration.observe(1.5);
  }

  @Override
  public void order(String status, double dollars) {
    count.labelValues(status).inc();
    amount.observe(dollars);
  }

  public static void main(String[] args) throws Exception {
    Orders.take(new ClientOrders());
  }
}
