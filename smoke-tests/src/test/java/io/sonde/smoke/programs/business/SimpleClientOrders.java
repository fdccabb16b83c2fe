package io.sonde.smoke.programs.business;

import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import io.prometheus.client.Summary;

/** With Prometheus' Java client 0. */
public final class SimpleClientOrders implements Orders {
  private final Counter count =
      Counter.build("orders_total", "Total orders").labelNames("status").register();
  private final Histogram amount =
      Histogram.build("order_amount_dollars", "Order amount").buckets(10, 100, 1000).register();

  private SimpleClientOrders() {
    Gauge.build("active_users", "Currently active users").register().set(42);
    Summary.build("order_duration_seconds", "Time").quantile(0.5, 0.01).register().observe(1.5);
  }

  @Override
  public void order(String status, double dollars) {
    count.labels(status).inc();
    amount.observe(dollars);
  }

  public static void main(String[] args) throws Exception {
    Orders.take(new SimpleClientOrders());
  }
}
