package io.sonde.benchmarks.scale;

import io.sonde.bootstrap.metrics.Metrics;
import java.io.IOException;
import java.lang.management.ThreadInfo;
import java.util.Arrays;

/** Makes that many series, and scrapes them. */
final class ScrapesWork {
  private static final String TEXT = "text/plain";
  private static final String PROTOBUF =
      "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";
  private static final int PASSES = 3;
  private static final int WARM_SERIES = 200;
  private static final int WARM_UP = 100;

  private ScrapesWork() {}

  public static void main(String[] arguments) throws Exception {
    int series = Integer.parseInt(arguments[0]);
    Scrape.awaitAgent();
    int warm = Math.min(series, WARM_SERIES);
    create(0, warm);
    for (int i = 0; i < WARM_UP; i++) {
      Scrape.get(TEXT, "identity");
      Scrape.get(TEXT, "gzip");
      Scrape.get(PROTOBUF, "identity");
    }
    long cpu = Probe.threadCpu();
    create(warm, series);
    Probe.tell("createNanos", Probe.threadCpu() - cpu);
    scrape("text", TEXT, "identity");
    scrape("gzip", TEXT, "gzip");
    scrape("protobuf", PROTOBUF, "identity");
    Probe.tell("heap", Probe.liveHeap());
    System.exit(0);
  }

  private static void create(int from, int to) {
    for (int i = from; i < to; i++) {
      String route = "/shop/items" + i + "/{id}";
      var made = Metrics.HTTP_SERVER_DURATION.series("GET", "http", route, 200L, null, "1.1");
      made.record(1_000_000L + i, null);
      made.record(30_000_000L + i, null);
    }
  }

  private static void scrape(String name, String accept, String encoding) throws IOException {
    long thread = scraper();
    double[] nanos = new double[PASSES];
    double[] allocated = new double[PASSES];
    for (int i = 0; i < PASSES; i++) {
      long bytes = Probe.THREADS.getThreadAllocatedBytes(thread);
      long cpu = Probe.THREADS.getThreadCpuTime(thread);
      Probe.tell(name + "Bytes", Scrape.get(accept, encoding).length);
      nanos[i] = Probe.THREADS.getThreadCpuTime(thread) - cpu;
      allocated[i] = Probe.THREADS.getThreadAllocatedBytes(thread) - bytes;
    }
    Arrays.sort(nanos);
    Arrays.sort(allocated);
    Probe.tell(name + "Nanos", nanos[PASSES / 2]);
    Probe.tell(name + "Allocated", allocated[PASSES / 2]);
  }

  /** The agent's thread that answers. */
  private static long scraper() {
    for (ThreadInfo thread : Probe.THREADS.dumpAllThreads(false, false)) {
      if (thread.getThreadName().equals("sonde-endpoint")) {
        return thread.getThreadId();
      }
    }
    throw new IllegalStateException("no thread answers scrapes");
  }
}
