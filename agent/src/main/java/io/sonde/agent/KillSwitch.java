package io.sonde.agent;

import io.sonde.agent.config.Samplers;
import io.sonde.agent.weave.AdviceTransformer;
import io.sonde.bootstrap.AgentLog;
import io.sonde.bootstrap.AgentThread;
import io.sonde.bootstrap.Sampler;
import java.io.File;
import java.util.concurrent.locks.LockSupport;

/** Takes the agent out of a running application when a file comes to exist (fault T77). */
final class KillSwitch implements Runnable {
  private static final long INTERVAL_NANOS = 1_000_000_000L;
  private static final long CLOSE_NANOS = 5_000_000_000L;

  private final File file;
  private final AdviceTransformer transformer;
  private final Exporters exporters;
  private final Sampler sampler;

  private KillSwitch(
      File file, AdviceTransformer transformer, Exporters exporters, Sampler sampler) {
    this.file = file;
    this.transformer = transformer;
    this.exporters = exporters;
    this.sampler = sampler;
  }

  static void watch(
      File file, AdviceTransformer transformer, Exporters exporters, Sampler sampler) {
    AgentThread.start("kill-switch", new KillSwitch(file, transformer, exporters, sampler));
  }

  @Override
  public void run() {
    while (!file.exists()) {
      LockSupport.parkNanos(INTERVAL_NANOS);
    }
    transformer.switchOff();
    Samplers.stop(sampler);
    exporters.close(System.nanoTime() + CLOSE_NANOS);
    AgentLog.info("is off until the JVM is started anew: the file of the kill switch is there");
  }
}
