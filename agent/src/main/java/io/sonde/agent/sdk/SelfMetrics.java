package io.sonde.agent.sdk;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.sonde.agent.weave.AdviceTransformer;
import io.sonde.bootstrap.Failures;
import io.sonde.exporter.DropReason;
import io.sonde.exporter.Ledger;
import java.util.ArrayList;
import java.util.List;

/** What the agent tells of itself: the account of every record, and the cost of weaving. */
public final class SelfMetrics implements MetricCollector.Observer {
  private static final AttributeKey<String> DESTINATION = AttributeKey.stringKey("destination");
  private static final AttributeKey<String> SIGNAL = AttributeKey.stringKey("signal");
  private static final AttributeKey<String> REASON = AttributeKey.stringKey("reason");

  private final List<Ledger> ledgers;
  private final AdviceTransformer transformer;
  private final long premainNanos;

  public SelfMetrics(List<Ledger> ledgers, AdviceTransformer transformer, long premainNanos) {
    this.ledgers = ledgers;
    this.transformer = transformer;
    this.premainNanos = premainNanos;
  }

  @Override
  public void observe(MetricBatch batch) {
    records(batch);
    MetricBatch.Kind counter = MetricBatch.Kind.COUNTER;
    batch.single(
        counter,
        "sonde.advice.failures",
        "Failures of advice, none of which reached the application.",
        "{failure}",
        Failures.total());
    batch.single(
        counter,
        "sonde.weave.failures",
        "Classes that could not be woven and were left as they are.",
        "{class}",
        transformer.failedClasses());
    batch.single(
        MetricBatch.Kind.UP_DOWN_COUNTER,
        "sonde.weave.classes",
        "Classes that were woven.",
        "{class}",
        (long) transformer.wovenClasses());
    batch.single(
        counter,
        "sonde.weave.duration",
        "Time spent weaving classes.",
        "s",
        transformer.weaveNanos() / 1e9);
    batch.single(
        MetricBatch.Kind.GAUGE,
        "sonde.premain.duration",
        "How long the application's start waited for the agent.",
        "s",
        premainNanos / 1e9);
  }

  /** {@code produced = delivered + dropped + queued}, of one snapshot for each ledger. */
  private void records(MetricBatch batch) {
    List<LongPointData> produced = new ArrayList<LongPointData>();
    List<LongPointData> delivered = new ArrayList<LongPointData>();
    List<LongPointData> dropped = new ArrayList<LongPointData>();
    List<LongPointData> queued = new ArrayList<LongPointData>();
    for (Ledger ledger : ledgers) {
      Ledger.Snapshot account = ledger.snapshot();
      String destination = ledger.destination();
      Attributes labels = Attributes.of(DESTINATION, destination, SIGNAL, ledger.signal());
      produced.add(batch.point(account.produced(), labels));
      delivered.add(batch.point(account.delivered(), labels));
      queued.add(batch.point(account.queued(), labels));
      for (DropReason reason : DropReason.values()) {
        Attributes withReason = labels.toBuilder().put(REASON, reason.text()).build();
        dropped.add(batch.point(account.dropped(reason), withReason));
      }
    }
    MetricBatch.Kind counter = MetricBatch.Kind.COUNTER;
    batch.longs(
        counter, "sonde.records.produced", "Records for a destination.", "{record}", produced);
    batch.longs(
        counter, "sonde.records.delivered", "Records that were taken.", "{record}", delivered);
    batch.longs(
        counter, "sonde.records.dropped", "Records that were not, by reason.", "{record}", dropped);
    batch.longs(
        MetricBatch.Kind.UP_DOWN_COUNTER,
        "sonde.records.queued",
        "Records that wait or are being sent.",
        "{record}",
        queued);
  }
}
