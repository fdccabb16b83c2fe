package io.sonde.agent.sdk;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.sonde.bootstrap.db.ConnectionPool;
import io.sonde.bootstrap.db.ConnectionPools;
import io.sonde.bootstrap.metrics.Metrics;
import java.util.ArrayList;
import java.util.List;

/** {@code db.client.connection.*}, the part of it that is observed. */
final class PoolMetrics implements MetricCollector.Observer {
  private static final AttributeKey<String> POOL =
      AttributeKey.stringKey("db.client.connection.pool.name");
  private static final AttributeKey<String> STATE =
      AttributeKey.stringKey("db.client.connection.state");

  @Override
  public void observe(MetricBatch batch) {
    List<LongPointData> count = new ArrayList<LongPointData>();
    List<LongPointData> min = new ArrayList<LongPointData>();
    List<LongPointData> max = new ArrayList<LongPointData>();
    List<LongPointData> pending = new ArrayList<LongPointData>();
    for (ConnectionPool pool : ConnectionPools.all()) {
      String name = pool.name();
      Attributes labels = Attributes.of(POOL, name);
      count.add(batch.point(pool.used(), Attributes.of(POOL, name, STATE, "used")));
      count.add(batch.point(pool.idle(), Attributes.of(POOL, name, STATE, "idle")));
      min.add(batch.point(pool.minIdle(), labels));
      max.add(batch.point(pool.max(), labels));
      pending.add(batch.point(pool.pending(), labels));
      // There before the first time-out is, or rate() would miss that one.
      Metrics.DB_CONNECTION_TIMEOUTS.series(name);
    }
    MetricBatch.Kind kind = MetricBatch.Kind.UP_DOWN_COUNTER;
    batch.longs(
        kind,
        "db.client.connection.count",
        "The number of connections that are currently in state described by the state attribute.",
        "{connection}",
        count);
    batch.longs(
        kind,
        "db.client.connection.idle.min",
        "The minimum number of idle open connections allowed.",
        "{connection}",
        min);
    batch.longs(
        kind,
        "db.client.connection.max",
        "The maximum number of open connections allowed.",
        "{connection}",
        max);
    batch.longs(
        kind,
        "db.client.connection.pending_requests",
        "The number of current pending requests for an open connection.",
        "{request}",
        pending);
  }
}
