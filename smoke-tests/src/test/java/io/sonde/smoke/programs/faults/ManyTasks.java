package io.sonde.smoke.programs.faults;

import io.sonde.bootstrap.Span;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Hands over very many tasks within spans that stand for requests, and says how often a task did
 * not find the span that it was submitted in: {@code wrong <n>}. First argument: {@code reused} or
 * {@code virtual}; second: how many.
 */
public final class ManyTasks {
  private static final AtomicLong WRONG = new AtomicLong();

  private ManyTasks() {}

  private static final class Request extends Span {
    Request() {
      super(SERVER, null, null, null);
    }

    @Override
    protected void finish(long durationNanos) {}
  }

  public static void main(String[] args) throws Exception {
    System.out.println("port 0");
    int count = Integer.parseInt(args[1]);
    if (args[0].equals("reused")) {
      reused(count);
    } else {
      virtual(count);
    }
    if (Span.current() != null) {
      WRONG.incrementAndGet();
    }
    System.out.println("wrong " + WRONG);
    System.in.read();
  }

  /** One task for all of it: it runs in the request that submitted it, or in none. */
  private static void reused(int count) throws Exception {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(2, 2, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(256));
    ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    timer.setRemoveOnCancelPolicy(true);
    ForkJoinPool forks = new ForkJoinPool(2);
    Runnable task =
        () -> {
          Span span = Span.current();
          if (span != null && !(span instanceof Request)) {
            WRONG.incrementAndGet();
          }
        };
    for (int i = 0; i < count; i++) {
      Span span = i % 3 == 0 ? null : new Request();
      Span before = Span.swap(span);
      try {
        switch (i % 8) {
          case 0, 1, 2 -> pool.execute(task);
          case 3 -> forks.execute(task);
          case 4 -> CompletableFuture.runAsync(task, pool);
          case 5 -> pool.submit(task).cancel(false);
          case 6 -> timer.schedule(task, 1, TimeUnit.HOURS).cancel(false);
          default -> sampled(pool, span);
        }
      } catch (RejectedExecutionException e) {
        // The queue is full: the task was never to run.
      } finally {
        Span.swap(before);
        if (span != null) {
          span.end();
        }
      }
    }
    pool.shutdown();
    forks.shutdown();
    pool.awaitTermination(1, TimeUnit.MINUTES);
    forks.awaitTermination(1, TimeUnit.MINUTES);
    System.out.println("left " + timer.getQueue().size());
    timer.shutdownNow();
  }

  /** Waits for the answer, so that what is expected is known. */
  private static void sampled(ThreadPoolExecutor pool, Span span) {
    try {
      if (pool.submit(Span::current).get() != span) {
        WRONG.incrementAndGet();
      }
    } catch (RejectedExecutionException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void virtual(int count) throws Exception {
    ExecutorService pool =
        (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    String url = "jdbc:h2:mem:tasks;DB_CLOSE_DELAY=-1";
    DriverManager.getConnection(url).close();
    Object lock = new Object();
    // Whoever needs a class that another thread is just loading is pinned, with any library.
    pool.submit(() -> request(pool, lock, url)).get();
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String database = i % 100 == 0 ? url : null;
      all.add(pool.submit(() -> request(pool, lock, database)));
    }
    for (Future<?> each : all) {
      each.get();
    }
    pool.shutdown();
  }

  private static Void request(ExecutorService pool, Object lock, String url) throws Exception {
    Request request = new Request();
    request.activate();
    try {
      work(pool, lock, url);
    } finally {
      request.deactivate();
      request.end();
    }
    if (Span.current() != null) {
      WRONG.incrementAndGet();
    }
    return null;
  }

  private static void work(ExecutorService pool, Object lock, String url) throws Exception {
    Span own = Span.current();
    Thread.sleep(1);
    synchronized (lock) {
      if (url != null) {
        Thread.sleep(0, 1000);
      }
    }
    if (url != null) {
      try (Connection connection = DriverManager.getConnection(url);
          PreparedStatement statement = connection.prepareStatement("SELECT 1");
          ResultSet rows = statement.executeQuery()) {
        rows.next();
      }
    }
    Callable<Span> child = Span::current;
    if (pool.submit(child).get() != own || Span.current() != own) {
      WRONG.incrementAndGet();
    }
  }
}
