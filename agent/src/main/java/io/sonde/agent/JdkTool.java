package io.sonde.agent;

/**
 * Whether this JVM is a tool of the JDK (keytool, javac, jps), which inherits {@code
 * JAVA_TOOL_OPTIONS} from a container and must stay fast and silent (fault J1).
 */
final class JdkTool {
  private JdkTool() {}

  static boolean isRunning() {
    String module = System.getProperty("jdk.module.main");
    if (module != null) {
      return module.startsWith("jdk.") && !module.equals("jdk.httpserver")
          || module.equals("java.base")
          || module.equals("java.rmi");
    }
    String command = System.getProperty("sun.java.command");
    return command != null
        && (command.startsWith("sun.tools.")
            || command.startsWith("com.sun.tools.")
            || command.startsWith("jdk.jfr.")
            // The second JVM of jshell, whose first one hands the variable on.
            || command.startsWith("jdk.jshell.")
            || command.startsWith("sun.security.tools."));
  }
}
