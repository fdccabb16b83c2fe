package io.sonde.agent;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.net.URI;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * What the JVM calls. Puts the agent's jar on the boot class path, where the rest of the agent is
 * then loaded: unverified and visible to all. Whatever goes wrong, the application starts.
 */
public final class SondeAgent {
  private static final String ATTACHED = "io.sonde.attached";

  private SondeAgent() {}

  /** {@code -javaagent:sonde-agent.jar[=key=value;...]}. */
  public static void premain(String arguments, Instrumentation instrumentation) {
    start(arguments, instrumentation, false);
  }

  /** Attached to a JVM that is running. */
  public static void agentmain(String arguments, Instrumentation instrumentation) {
    start(arguments, instrumentation, true);
  }

  private static void start(String arguments, Instrumentation instrumentation, boolean running) {
    long start = System.nanoTime();
    try {
      if (!running && JdkTool.isRunning()) {
        return;
      }
      if (System.getProperty(ATTACHED) != null) {
        System.err.println("[sonde] WARN a second agent jar is ignored; the first one goes on");
        return;
      }
      File jar = ownJar();
      if (jar == null) {
        System.err.println(
            "[sonde] WARN not started: the agent's classes are not in sonde-agent.jar; the"
                + " application runs without it");
        return;
      }
      System.setProperty(ATTACHED, "true");
      if (SondeAgent.class.getClassLoader() != null) {
        try (JarFile file = new JarFile(jar, false)) {
          instrumentation.appendToBootstrapClassLoaderSearch(file);
        }
      }
      Startup.run(jar, arguments, instrumentation, running, start);
    } catch (Throwable t) {
      System.err.println(
          "[sonde] WARN not started, the application runs without it: "
              + t.getClass().getName()
              + ": "
              + t.getMessage());
    }
  }

  /** The jar of this class; null when it has been copied into another one (fault B13). */
  private static File ownJar() throws Exception {
    java.security.CodeSource source = SondeAgent.class.getProtectionDomain().getCodeSource();
    File file;
    if (source != null) {
      file = new File(new URI(source.getLocation().toString()));
    } else {
      String resource = SondeAgent.class.getName().replace('.', '/') + ".class";
      String url = String.valueOf(ClassLoader.getSystemResource(resource));
      int end = url.indexOf("!/");
      file = end < 0 ? null : new File(new URI(url.substring("jar:".length(), end)));
    }
    if (file == null || !file.isFile()) {
      return null;
    }
    try (JarFile jar = new JarFile(file, false)) {
      Manifest manifest = jar.getManifest();
      boolean ours =
          manifest != null
              && SondeAgent.class
                  .getName()
                  .equals(manifest.getMainAttributes().getValue("Premain-Class"));
      return ours ? file : null;
    }
  }
}
