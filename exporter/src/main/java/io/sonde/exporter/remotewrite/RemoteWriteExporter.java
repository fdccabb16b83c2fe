package io.sonde.exporter.remotewrite;

import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.sonde.bootstrap.AgentLog;
import io.sonde.exporter.BatchExporter;
import io.sonde.exporter.ExportResult;
import io.sonde.exporter.net.HttpTarget;
import io.sonde.exporter.prometheus.CompatGroup;
import io.sonde.exporter.prometheus.Families;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Pushes metrics as Prometheus's remote write. At the end it marks all series as stale, so that
 * queries do not show a process for five minutes that is gone.
 */
public final class RemoteWriteExporter implements BatchExporter<MetricData> {
  private static final String PATH = "/api/v1/write";
  private static final long MILLI = 1_000_000L;

  private final RemoteWriter writer;
  private final Families families;
  private final Interval interval = new Interval();
  private boolean reached;
  private long latestNanos;
  private long exemplarsUpTo;

  /**
   * @param target {@code /api/v1/write} is appended when it has no path
   * @param tenant sent as {@code X-Scope-OrgID}; null when there is none
   * @param version {@code 1.0}, {@code 2.0}, or {@code auto} to try 2.0 first
   * @param resource the attributes of the process
   * @param resourceLabels whether all of them become labels
   * @param compatNames also the names that existing dashboards query
   * @param agentVersion of the {@code User-Agent}
   */
  public RemoteWriteExporter(
      HttpTarget target,
      String tenant,
      String version,
      Map<String, Object> resource,
      boolean resourceLabels,
      Set<CompatGroup> compatNames,
      String agentVersion) {
    SeriesLabels labels = new SeriesLabels(resource, resourceLabels);
    writer =
        new RemoteWriter(
            target.withDefaultPath(PATH),
            tenant,
            version,
            agentVersion,
            new WriteRequestV1(labels),
            new WriteRequestV2(labels));
    families = new Families(compatNames, false);
  }

  @Override
  public ExportResult export(List<MetricData> batch) throws IOException {
    PointData point = anyPoint(batch);
    if (point == null) {
      return ExportResult.delivered();
    }
    reached = false;
    try {
      families.fill(batch);
      interval.fill(families);
      long nanos = point.getEpochNanos();
      writer.at(nanos / MILLI, point.getStartEpochNanos() / MILLI, exemplarsUpTo);
      ExportResult result = writer.write(interval);
      if (result.retryable()) {
        return result;
      }
      reached = true;
      latestNanos = nanos;
      exemplarsUpTo = Math.max(nanos, writer.newestExemplar());
      int samples = interval.samples();
      int rejected = share(result.rejected(), samples, batch.size());
      int failed = share(interval.failed(), samples, batch.size());
      interval.settle();
      return (rejected == 0
              ? ExportResult.delivered()
              : ExportResult.rejected(rejected, result.reason()))
          .and(ExportResult.failed(failed));
    } finally {
      writer.trim();
      families.release();
    }
  }

  /** All of one batch are of the same moment. */
  private static PointData anyPoint(List<MetricData> batch) {
    for (MetricData metric : batch) {
      for (PointData point : metric.getData().getPoints()) {
        return point;
      }
    }
    return null;
  }

  /** Of metrics, which are what is counted: as much of the batch as of its samples, rounded up. */
  private static int share(int part, int samples, int metrics) {
    return part == 0 ? 0 : (int) (((long) part * metrics + samples - 1) / samples);
  }

  @Override
  public void close() {
    try {
      if (reached) {
        long now = Math.max(System.currentTimeMillis(), latestNanos / MILLI + 1);
        interval.fillStale();
        writer.at(now, 0, exemplarsUpTo);
        writer.write(interval);
      }
    } catch (IOException e) {
      AgentLog.debug("remote-write: the end of the series could not be told");
    } finally {
      writer.close();
    }
  }
}
