package io.sonde.benchmarks.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The processor time of each thread of a process so far, which the kernel counts in nanoseconds.
 */
final class ThreadTimes {
  private record Thread(String name, long nanos) {}

  private final Map<String, Thread> threads = new HashMap<>();

  static ThreadTimes of(long pid) throws IOException {
    ThreadTimes times = new ThreadTimes();
    Path tasks = Path.of("/proc/" + pid + "/task");
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(tasks)) {
      for (Path folder : folders) {
        try {
          String name = Files.readString(folder.resolve("comm")).trim();
          String nanos = Files.readString(folder.resolve("schedstat")).split(" ")[0];
          times.threads.put(
              folder.getFileName().toString(), new Thread(name, Long.parseLong(nanos)));
        } catch (NoSuchFileException ended) {
          // Its time is lost, and it is one that had nothing to do.
        }
      }
    }
    return times;
  }

  /** Of all threads, in microseconds. */
  double since(ThreadTimes before) {
    return since(before, name -> true);
  }

  /** Of the just-in-time compiler, in microseconds. */
  double compilerSince(ThreadTimes before) {
    return since(before, name -> name.startsWith("C1 Comp") || name.startsWith("C2 Comp"));
  }

  private double since(ThreadTimes before, Predicate<String> names) {
    long nanos = 0;
    for (Map.Entry<String, Thread> entry : threads.entrySet()) {
      Thread thread = entry.getValue();
      if (names.test(thread.name)) {
        Thread then = before.threads.get(entry.getKey());
        nanos += thread.nanos - (then == null ? 0 : then.nanos);
      }
    }
    return nanos / 1e3;
  }
}
