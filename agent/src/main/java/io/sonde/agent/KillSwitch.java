package io.sonde.agent;

import io.sonde.agent.weave.AdviceTransformer;
import io.sonde.bootstrap.AgentLog;
import io.sonde.bootstrap.AgentThread;
import java.io.File;
import java.util.concurrent.locks.LockSupport;

/** Takes the agent out of a running application when a file comes to exist (fault T77). */
final class KillSwitch implements Runnable {
  private static final long INTERVAL_NANOS = 1_000_000_000L;
  private static final long CLOSE_NANOS = 5_000_000_000L;

  private final File file;
  private final AdviceTransformer transformer;
  private final Exporters exporters;

  private KillSwitch(File file, AdviceTransformer transformer, Exporters exporters) {
    this.file = file;
    this.transformer = transformer;
    this.exporters = exporters;
  }

  static void watch(File file, AdviceTransformer transformer, Exporters exporters) {
    AgentThread.start("kill-switch", new KillSwitch(file, transformer, exporters));
  }

  @Override
  public void run() {
    while (!file.exists()) {
      LockSupport.parkNanos(INTERVAL_NANOS);
    }
    transformer.switchOff();
    exporters.close(System.nanoTime() + CLOSE_NANOS);
    AgentLog.info("is off until the JVM is started anew: the file of the kill switch is there");
  }
}
