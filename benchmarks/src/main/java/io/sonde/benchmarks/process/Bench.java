package io.sonde.benchmarks.process;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What all measurements share.
 *
 * @param jars the folder of agents and applications
 * @param work for files of processes
 */
record Bench(Path jars, Path work, Sink sink, int redisPort, Process redis)
    implements AutoCloseable {
  static Bench open(Path jars, Path work) throws IOException, InterruptedException {
    int port = Target.freePort();
    Process redis =
        new ProcessBuilder(
                List.of(
                    "redis-server",
                    "--port",
                    "" + port,
                    "--bind",
                    "127.0.0.1",
                    "--save",
                    "",
                    "--appendonly",
                    "no"))
            .directory(work.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(redis::destroyForcibly));
    awaitListener(port, redis);
    return new Bench(jars, work, new Sink(), port, redis);
  }

  private static void awaitListener(int port, Process server)
      throws IOException, InterruptedException {
    while (true) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        return;
      } catch (IOException nobodyListens) {
        if (server.waitFor(20, TimeUnit.MILLISECONDS)) {
          throw new IOException("redis-server ended at once", nobodyListens);
        }
      }
    }
  }

  @Override
  public void close() {
    redis.destroy();
    sink.close();
  }
}
