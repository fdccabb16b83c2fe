package io.sonde.agent;

import io.sonde.agent.weave.AdviceIndex;
import io.sonde.agent.weave.AdviceTransformer;
import io.sonde.agent.weave.MainMethod;
import io.sonde.bootstrap.AgentLog;
import io.sonde.bootstrap.Failures;
import io.sonde.bootstrap.MainBegins;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** premain, on the boot class path: installs the weaving, and arranges what comes after. */
public final class Startup {
  private Startup() {}

  /** Called once, through the boot loader. */
  public static void run(
      File jar, String arguments, Instrumentation instrumentation, boolean running, long start)
      throws Exception {
    AdviceIndex index =
        new AdviceIndex(
            readIndex(jar),
            new AdviceIndex.Switch() {
              @Override
              public boolean enabled(String instrumentation) {
                return true;
              }
            });
    final Runnable begin =
        new Runnable() {
          @Override
          public void run() {}
        };
    MainBegins.then(begin);
    MainMethod mainMethod =
        running
            ? null
            : new MainMethod(
                new Runnable() {
                  @Override
                  public void run() {
                    MainBegins.run();
                  }
                });
    AdviceTransformer transformer = new AdviceTransformer(instrumentation, index, mainMethod);
    Failures.install(index.size(), transformer);
    instrumentation.addTransformer(transformer, true);
    transformer.retransformLoaded();
    AgentLog.info("premain " + (System.nanoTime() - start) / 1000 + " us");
  }

  /** The whole index, so that nothing is read of the jar later (fault B12). */
  private static DataInputStream readIndex(File jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar)) {
      ZipEntry entry = zip.getEntry("sonde.index");
      byte[] bytes = new byte[(int) entry.getSize()];
      try (InputStream in = zip.getInputStream(entry)) {
        int at = 0;
        while (at < bytes.length) {
          int n = in.read(bytes, at, bytes.length - at);
          if (n < 0) {
            throw new IOException("sonde.index is cut off");
          }
          at += n;
        }
      }
      return new DataInputStream(new ByteArrayInputStream(bytes));
    }
  }
}
