package io.sonde.agent;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.net.URI;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * What the JVM calls. Puts the agent's jar on the boot class path, where the rest of the agent is
 * then loaded: unverified and visible to all. Whatever goes wrong, the application starts.
 */
public final class SondeAgent {
  /** The system loader loads this class once, however many agent jars there are. */
  private static boolean attached;

  private SondeAgent() {}

  /** {@code -javaagent:sonde-agent.jar[=key=value;...]}. */
  public static void premain(String arguments, Instrumentation instrumentation) {
    start(arguments, instrumentation, false);
  }

  /** Attached to a JVM that is running. */
  public static void agentmain(String arguments, Instrumentation instrumentation) {
    start(arguments, instrumentation, true);
  }

  private static synchronized void start(
      String arguments, Instrumentation instrumentation, boolean running) {
    long start = System.nanoTime();
    try {
      if (!running && JdkTool.isRunning()) {
        return;
      }
      if (attached) {
        System.err.println("[sonde] WARN a second agent jar is ignored; the first one goes on");
        return;
      }
      File jar = ownFile();
      String version = jar == null ? null : version(jar);
      if (version == null) {
        System.err.println(
            "[sonde] WARN not started: the agent's classes are not in sonde-agent.jar; the"
                + " application runs without it");
        return;
      }
      attached = true;
      if (SondeAgent.class.getClassLoader() != null) {
        try (JarFile file = new JarFile(jar, false)) {
          instrumentation.appendToBootstrapClassLoaderSearch(file);
        }
      }
      Startup.run(jar, version, arguments, instrumentation, running, start);
    } catch (Throwable t) {
      System.err.println(
          "[sonde] WARN not started, the application runs without it: "
              + t.getClass().getName()
              + ": "
              + t.getMessage());
    }
  }

  /** The file that this class is in, or null. */
  private static File ownFile() throws Exception {
    java.security.CodeSource source = SondeAgent.class.getProtectionDomain().getCodeSource();
    if (source != null) {
      return new File(new URI(source.getLocation().toString()));
    }
    // On the boot class path already.
    String resource = SondeAgent.class.getName().replace('.', '/') + ".class";
    String url = String.valueOf(ClassLoader.getSystemResource(resource));
    int end = url.indexOf("!/");
    return end < 0 ? null : new File(new URI(url.substring("jar:".length(), end)));
  }

  /**
   * The version of the agent in {@code file}; null when that is not its own jar (fault B13): the
   * classes of an application that a build has put together with the agent's are not for the boot
   * class path.
   */
  private static String version(File file) throws Exception {
    if (!file.isFile()) {
      return null;
    }
    try (JarFile jar = new JarFile(file, false)) {
      Manifest manifest = jar.getManifest();
      if (manifest == null) {
        return null;
      }
      Attributes attributes = manifest.getMainAttributes();
      return SondeAgent.class.getName().equals(attributes.getValue("Premain-Class"))
              && "Sonde".equals(attributes.getValue("Implementation-Title"))
          ? attributes.getValue("Implementation-Version")
          : null;
    }
  }
}
