package io.sonde.smoke.programs.business;

import io.micrometer.core.instrument.Metrics;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Metrics that block, throw, are too many, have the name of others, or go. */
public final class FaultyMetrics {
  private static final CountDownLatch NEVER = new CountDownLatch(1);

  private FaultyMetrics() {}

  public static void main(String[] args) throws Exception {
    Gauge.builder().name("first").register().set(1);
    GaugeWithCallback.builder().name("blocking").callback(FaultyMetrics::block).register();
    GaugeWithCallback.builder().name("throwing").callback(FaultyMetrics::fail).register();
    Metrics.gauge("also.blocking", NEVER, FaultyMetrics::blocked);
    Counter users = Counter.builder().name("users_total").labelNames("user_id").register();
    for (int i = 0; i < 100_000; i++) {
      users.labelValues("user-" + i).inc();
    }
    Counter.builder().name("orders_total").labelNames("status").register().labelValues("ok").inc(3);
    Metrics.counter("orders", "status", "ok", "application", "shop").increment(5);
    Gauge.builder().name("long").labelNames("text").register().labelValues("é".repeat(5000)).set(1);
    Gauge.builder().name("last").register().set(2);
    WeakReference<ClassLoader> undeployed = deploy();
    System.out.println("ready");
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      for (int i = 0; i < 100 && undeployed.get() != null; i++) {
        System.gc();
        Thread.sleep(50);
      }
      System.out.println(undeployed.get() == null ? "undeployed" : "leaked");
    }
  }

  /** An application with a library of its own, which nobody holds when this returns. */
  private static WeakReference<ClassLoader> deploy() throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      urls.add(new File(entry).toURI().toURL());
    }
    URLClassLoader loader =
        new URLClassLoader(
            urls.toArray(new URL[0]), FaultyMetrics.class.getClassLoader().getParent());
    Class.forName(Deployed.class.getName(), true, loader).getMethod("run").invoke(null);
    return new WeakReference<>(loader);
  }

  /** What is loaded by the loader that goes. */
  public static final class Deployed {
    private Deployed() {}

    public static void run() {
      // Not the client 1, whose scheduler's thread keeps the loader that it was made by.
      io.prometheus.client.Gauge.build("deployed", "1").register().set(1);
      Metrics.counter("deployed.orders").increment();
    }
  }

  private static double blocked(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return 0;
  }

  private static void block(GaugeWithCallback.Callback callback) {
    callback.call(blocked(NEVER));
  }

  private static void fail(GaugeWithCallback.Callback callback) {
    throw new IllegalStateException("secret");
  }
}
