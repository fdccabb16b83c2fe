package io.sonde.smoke.programs;

import io.sonde.bootstrap.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/**
 * Hands work over in every way that the JDK has, within spans that stand for requests, and says of
 * each whether the right span was current: {@code ok <name>} or {@code FAIL <name>: ...}. It is the
 * one program that knows the agent: it asks it for the current span.
 */
public final class ContextTasks {
  private ContextTasks() {}

  private static final class Request extends Span {
    Request() {
      super(SERVER, null, null, null);
    }

    @Override
    protected void finish(long durationNanos) {}
  }

  private interface Check {
    void run() throws Exception;
  }

  public static void main(String[] args) throws Exception {
    check("thread pool", ContextTasks::threadPool);
    check("one runnable many times", ContextTasks::reusedRunnable);
    check("tasks are not seen wrapped", ContextTasks::transparency);
    check("rejected", ContextTasks::rejected);
    check("scheduled", ContextTasks::scheduled);
    check("resubmits itself", ContextTasks::resubmitsItself);
    check("completable future", ContextTasks::completableFuture);
    check("fork join", ContextTasks::forkJoin);
    check("parallel stream", ContextTasks::parallelStream);
    check("thread", ContextTasks::thread);
    check("pool born in a request", ContextTasks::poolBornInRequest);
    check("own workers born in a request", ContextTasks::ownWorkersBornInRequest);
    check("exceptions", ContextTasks::exceptions);
    check("many requests", ContextTasks::manyRequests);
    if (Runtime.version().feature() >= 21) {
      check("virtual threads", ContextTasks::virtualThreads);
    }
    System.out.println("done");
    System.in.read();
  }

  private static void check(String name, Check check) {
    try {
      check.run();
      if (Span.current() != null) {
        throw new AssertionError("left on the thread: " + Span.current());
      }
      System.out.println("ok " + name);
    } catch (Throwable t) {
      Span.swap(null);
      System.out.println("FAIL " + name + ": " + t + " at " + t.getStackTrace()[1]);
    }
  }

  private static void expect(Object expected, Object actual) {
    if (!java.util.Objects.equals(expected, actual)) {
      throw new AssertionError("expected " + expected + ", was " + actual);
    }
  }

  /** Runs {@code body} as a request would, and ends it. */
  private static Request request(Check body) throws Exception {
    Request request = new Request();
    request.activate();
    try {
      body.run();
    } finally {
      request.deactivate();
      request.end();
    }
    return request;
  }

  private static void threadPool() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    request(
        () -> {
          Span own = Span.current();
          expect(own, pool.submit(Span::current).get());
          AtomicReference<Span> seen = new AtomicReference<>();
          pool.submit(() -> seen.set(Span.current())).get();
          expect(own, seen.get());
          CompletableFuture<Span> executed = new CompletableFuture<>();
          pool.execute(() -> executed.complete(Span.current()));
          expect(own, executed.get());
          for (var future : pool.invokeAll(List.<Callable<Span>>of(Span::current, Span::current))) {
            expect(own, future.get());
          }
          expect(own, pool.invokeAny(List.<Callable<Span>>of(Span::current)));
          ExecutorCompletionService<Span> service = new ExecutorCompletionService<>(pool);
          service.submit(Span::current);
          expect(own, service.take().get());
          pool.submit(Executors.callable(() -> seen.set(Span.current()))).get();
          expect(own, seen.getAndSet(null));
          FutureTask<Span> task = new FutureTask<>(Span::current);
          pool.execute(task);
          expect(own, task.get());
        });
    for (int i = 0; i < 4; i++) {
      expect(null, pool.submit(Span::current).get());
    }
    pool.shutdown();
  }

  private static void reusedRunnable() throws Exception {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    List<Span> seen = new ArrayList<>();
    Runnable task = () -> seen.add(Span.current());
    Semaphore gate = new Semaphore(0);
    pool.execute(gate::acquireUninterruptibly);
    List<Span> expected = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      expected.add(request(() -> pool.execute(task)));
      expected.add(null);
      pool.execute(task);
    }
    gate.release();
    pool.shutdown();
    pool.awaitTermination(10, TimeUnit.SECONDS);
    for (int i = 0; i < expected.size(); i++) {
      expect(expected.get(i), seen.get(i));
    }
  }

  private record Named(String name) implements Runnable {
    @Override
    public void run() {}
  }

  private static void transparency() throws Exception {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    Semaphore gate = new Semaphore(0);
    pool.execute(gate::acquireUninterruptibly);
    request(
        () -> {
          Runnable[] tasks = {new Named("a"), new Named("b"), () -> {}};
          for (Runnable task : tasks) {
            pool.execute(task);
          }
          expect(true, pool.remove(new Named("a")));
          expect(false, pool.remove(new Named("c")));
          expect(true, pool.remove(tasks[2]));
          List<Runnable> left = pool.shutdownNow();
          expect(1, left.size());
          expect(tasks[1], left.get(0));
        });
    gate.release();

    List<Runnable> seen = new ArrayList<>();
    ThreadPoolExecutor watching =
        new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>()) {
          @Override
          protected void beforeExecute(Thread thread, Runnable task) {
            seen.add((Named) task);
          }
        };
    ThreadPoolExecutor ordering =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new PriorityBlockingQueue<>(9, Comparator.comparing(task -> ((Named) task).name())));
    request(
        () -> {
          for (int i = 0; i < 5; i++) {
            watching.execute(new Named("task" + i));
            ordering.execute(new Named("task" + i));
          }
        });
    watching.shutdown();
    ordering.shutdown();
    expect(true, watching.awaitTermination(10, TimeUnit.SECONDS));
    expect(true, ordering.awaitTermination(10, TimeUnit.SECONDS));
    expect(5, seen.size());
  }

  private static void rejected() throws Exception {
    AtomicReference<Runnable> refused = new AtomicReference<>();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1));
    pool.setRejectedExecutionHandler((task, executor) -> refused.set(task));
    Semaphore gate = new Semaphore(0);
    request(
        () -> {
          pool.execute(gate::acquireUninterruptibly);
          pool.execute(new Named("queued"));
          Runnable task = new Named("refused");
          pool.execute(task);
          expect(task, refused.get());
          pool.setRejectedExecutionHandler(new ThreadPoolExecutor.CallerRunsPolicy());
          AtomicReference<Span> seen = new AtomicReference<>();
          pool.execute(() -> seen.set(Span.current()));
          expect(Span.current(), seen.get());
        });
    gate.release();
    pool.shutdown();
    ThreadPoolExecutor ended =
        new ThreadPoolExecutor(0, 1, 0, TimeUnit.SECONDS, new SynchronousQueue<>());
    ended.shutdown();
    request(
        () -> {
          try {
            ended.execute(new Named("late"));
            throw new AssertionError("not rejected");
          } catch (RejectedExecutionException e) {
            // It names the task; a wrapper shows itself as its task.
            expect(true, e.getMessage().contains("Named[name=late]"));
          }
        });
  }

  private static void scheduled() throws Exception {
    ScheduledExecutorService pool = Executors.newScheduledThreadPool(1);
    CompletableFuture<Span> periodic = new CompletableFuture<>();
    CompletableFuture<Span> delayed = new CompletableFuture<>();
    request(
        () -> {
          Span own = Span.current();
          expect(own, pool.schedule(Span::current, 1, TimeUnit.MILLISECONDS).get());
          pool.scheduleAtFixedRate(
              () -> periodic.complete(Span.current()), 0, 1, TimeUnit.MILLISECONDS);
          pool.scheduleWithFixedDelay(
              () -> delayed.complete(Span.current()), 0, 1, TimeUnit.MILLISECONDS);
          expect(null, periodic.get());
          expect(null, delayed.get());
          expect(own, Span.current());
          CompletableFuture<Span> executed = new CompletableFuture<>();
          pool.execute(() -> executed.complete(Span.current()));
          expect(own, executed.get());
        });
    pool.shutdownNow();
  }

  private static void resubmitsItself() throws Exception {
    ScheduledExecutorService pool = Executors.newScheduledThreadPool(1);
    CountDownLatch ended = new CountDownLatch(1);
    AtomicReference<Span> last = new AtomicReference<>();
    CountDownLatch rounds = new CountDownLatch(5);
    Runnable task =
        new Runnable() {
          @Override
          public void run() {
            last.set(Span.current());
            rounds.countDown();
            if (rounds.getCount() > 0) {
              pool.schedule(this, 1, TimeUnit.MILLISECONDS);
            }
          }
        };
    Span own =
        request(
            () ->
                pool.submit(
                    () -> {
                      ended.await();
                      // What a request leaves behind is still its own.
                      last.set(Span.current());
                      task.run();
                      return null;
                    }));
    ended.countDown();
    rounds.await();
    pool.shutdown();
    pool.awaitTermination(10, TimeUnit.SECONDS);
    expect(true, own.ended());
    expect(null, last.get());
  }

  private static void completableFuture() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    CompletableFuture<String> source = new CompletableFuture<>();
    Map<String, Object> seen = new ConcurrentHashMap<>();
    List<CompletableFuture<?>> all = new ArrayList<>();
    Span[] own = new Span[1];
    CompletableFuture<String> other = new CompletableFuture<>();
    request(
        () -> {
          own[0] = Span.current();
          expect(own[0], CompletableFuture.supplyAsync(Span::current).get());
          expect(own[0], CompletableFuture.supplyAsync(Span::current, pool).get());
          expect(own[0], new CompletableFuture<Span>().completeAsync(Span::current, pool).get());
          all.add(CompletableFuture.runAsync(() -> note(seen, "runAsync"), pool));
          all.add(source.thenApply(v -> note(seen, "thenApply")));
          all.add(source.thenApplyAsync(v -> note(seen, "thenApplyAsync"), pool));
          all.add(source.thenAccept(v -> note(seen, "thenAccept")));
          all.add(source.thenRun(() -> note(seen, "thenRun")));
          all.add(source.whenComplete((v, t) -> note(seen, "whenComplete")));
          all.add(source.handle((v, t) -> note(seen, "handle")));
          all.add(source.thenCompose(v -> source.thenApply(w -> note(seen, "thenCompose"))));
          all.add(source.thenCombine(other, (v, w) -> note(seen, "thenCombine")));
          all.add(source.thenAcceptBoth(other, (v, w) -> note(seen, "thenAcceptBoth")));
          all.add(source.runAfterBoth(other, () -> note(seen, "runAfterBoth")));
          all.add(source.applyToEither(other, v -> note(seen, "applyToEither")));
          all.add(source.acceptEither(other, v -> note(seen, "acceptEither")));
          all.add(source.runAfterEither(other, () -> note(seen, "runAfterEither")));
          all.add(
              source.thenApply(ContextTasks::fail).exceptionally(t -> note(seen, "exceptionally")));
        });
    int registered = all.size();
    all.add(source.thenApply(v -> note(seen, "outside")));
    Thread completer =
        new Thread(
            () -> {
              source.complete("v");
              other.complete("w");
            });
    completer.start();
    CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0])).get(10, TimeUnit.SECONDS);
    expect(true, seen.remove("outside") == "none");
    expect(registered, seen.size());
    seen.forEach((name, span) -> expect(own[0], span));
    expect(null, CompletableFuture.supplyAsync(Span::current, pool).get());
    pool.shutdown();
  }

  private static String fail(String value) {
    throw new IllegalStateException(value);
  }

  private static String note(Map<String, Object> seen, String name) {
    Span span = Span.current();
    seen.put(name, span == null ? "none" : span);
    return name;
  }

  private static final class Sum extends RecursiveTask<Integer> {
    private final int depth;
    private final Span expected;

    Sum(int depth, Span expected) {
      this.depth = depth;
      this.expected = expected;
    }

    @Override
    protected Integer compute() {
      int right = Span.current() == expected ? 1 : 0;
      if (depth == 0) {
        return right;
      }
      Sum left = new Sum(depth - 1, expected);
      left.fork();
      return right + new Sum(depth - 1, expected).compute() + left.join();
    }
  }

  private static void forkJoin() throws Exception {
    ForkJoinPool pool = new ForkJoinPool(3);
    request(
        () -> {
          Span own = Span.current();
          expect(own, pool.submit((Callable<Span>) Span::current).get());
          CompletableFuture<Span> executed = new CompletableFuture<>();
          pool.execute(() -> executed.complete(Span.current()));
          expect(own, executed.get());
          expect(2047, (int) pool.invoke(new Sum(10, own)));
          expect(2047, (int) pool.submit(new Sum(10, own)).get());
          for (var future : pool.invokeAll(List.<Callable<Span>>of(Span::current, Span::current))) {
            expect(own, future.get());
          }
        });
    expect(2047, (int) pool.invoke(new Sum(10, null)));
    pool.shutdown();
  }

  private static void parallelStream() throws Exception {
    request(
        () -> {
          Span own = Span.current();
          long right =
              IntStream.range(0, 10_000).parallel().filter(i -> Span.current() == own).count();
          expect(10_000L, right);
        });
    expect(
        10_000L, IntStream.range(0, 10_000).parallel().filter(i -> Span.current() == null).count());
  }

  private static void thread() throws Exception {
    List<Span> seen = new ArrayList<>();
    CountDownLatch ended = new CountDownLatch(1);
    Thread[] longer = new Thread[1];
    Span own =
        request(
            () -> {
              Thread thread = new Thread(() -> seen.add(Span.current()));
              thread.start();
              thread.join();
              longer[0] =
                  new Thread(
                      () -> {
                        try {
                          ended.await();
                        } catch (InterruptedException e) {
                          throw new AssertionError(e);
                        }
                        seen.add(Span.current());
                      });
              longer[0].start();
            });
    ended.countDown();
    longer[0].join();
    expect(own, seen.get(0));
    expect(null, seen.get(1));
  }

  private static void poolBornInRequest() throws Exception {
    ExecutorService[] pool = new ExecutorService[1];
    request(
        () -> {
          pool[0] = Executors.newFixedThreadPool(2, task -> new Thread(() -> task.run()));
          expect(Span.current(), pool[0].submit(Span::current).get());
        });
    for (int i = 0; i < 4; i++) {
      expect(null, pool[0].submit(Span::current).get());
    }
    Span second = request(() -> expect(Span.current(), pool[0].submit(Span::current).get()));
    expect(true, second.ended());
    expect(null, pool[0].submit(Span::current).get());
    pool[0].shutdown();
  }

  private static void ownWorkersBornInRequest() throws Exception {
    LinkedBlockingQueue<CompletableFuture<Span>> queue = new LinkedBlockingQueue<>();
    Thread[] worker = new Thread[1];
    request(
        () -> {
          worker[0] =
              new Thread(
                  () -> {
                    try {
                      while (true) {
                        CompletableFuture<Span> asked = queue.take();
                        Request later = new Request();
                        later.activate();
                        later.deactivate();
                        later.end();
                        asked.complete(Span.current());
                      }
                    } catch (InterruptedException e) {
                      // Ended.
                    }
                  });
          worker[0].start();
          CompletableFuture<Span> asked = new CompletableFuture<>();
          queue.add(asked);
          expect(Span.current(), asked.get());
        });
    CompletableFuture<Span> later = new CompletableFuture<>();
    queue.add(later);
    expect(null, later.get());
    worker[0].interrupt();
  }

  private static void exceptions() throws Exception {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    pool.setThreadFactory(
        task -> {
          Thread thread = new Thread(task);
          thread.setUncaughtExceptionHandler((t, e) -> {});
          return thread;
        });
    request(
        () -> {
          pool.execute(
              () -> {
                throw new IllegalStateException("thrown by a task");
              });
          try {
            pool.submit(
                    () -> {
                      throw new java.io.IOException("checked");
                    })
                .get();
            throw new AssertionError("nothing thrown");
          } catch (java.util.concurrent.ExecutionException e) {
            expect(java.io.IOException.class, e.getCause().getClass());
          }
        });
    expect(null, pool.submit(Span::current).get());
    pool.shutdown();
  }

  /** 64 threads that serve requests and hand work to each other. */
  private static void manyRequests() throws Exception {
    ExecutorService servers = Executors.newFixedThreadPool(64);
    ExecutorService workers = Executors.newFixedThreadPool(8);
    List<Callable<Boolean>> requests = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      requests.add(
          () -> {
            if (Span.current() != null) {
              return false;
            }
            boolean[] right = new boolean[1];
            request(
                () -> {
                  Span own = Span.current();
                  right[0] =
                      workers.submit(Span::current).get() == own
                          && CompletableFuture.supplyAsync(Span::current, workers)
                              .thenApplyAsync(span -> span == own && Span.current() == own)
                              .get();
                });
            return right[0] && Span.current() == null;
          });
    }
    for (var future : servers.invokeAll(requests)) {
      expect(true, future.get());
    }
    servers.shutdown();
    workers.shutdown();
  }

  private static void virtualThreads() throws Exception {
    ExecutorService pool =
        (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    Object lock = new Object();
    List<Callable<Boolean>> requests = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      requests.add(
          () -> {
            boolean[] right = new boolean[1];
            request(
                () -> {
                  Span own = Span.current();
                  var task =
                      pool.submit(
                          () -> {
                            Thread.sleep(1);
                            synchronized (lock) {
                              Thread.yield();
                            }
                            return Span.current() == own;
                          });
                  right[0] = task.get() && Span.current() == own;
                });
            return right[0] && Span.current() == null;
          });
    }
    for (var future : pool.invokeAll(requests)) {
      expect(true, future.get());
    }
    request(
        () -> {
          CompletableFuture<Span> executed = new CompletableFuture<>();
          pool.execute(() -> executed.complete(Span.current()));
          expect(Span.current(), executed.get());
          AtomicReference<Span> seen = new AtomicReference<>();
          pool.submit(() -> seen.set(Span.current())).get();
          expect(Span.current(), seen.get());
          expect(Span.current(), pool.invokeAny(List.<Callable<Span>>of(Span::current)));
        });
    CompletableFuture<Span> started = new CompletableFuture<>();
    var start = Thread.class.getMethod("startVirtualThread", Runnable.class);
    Span own =
        request(
            () -> {
              start.invoke(null, (Runnable) () -> started.complete(Span.current()));
              started.get();
            });
    expect(own, started.get());
    pool.shutdown();
  }
}
