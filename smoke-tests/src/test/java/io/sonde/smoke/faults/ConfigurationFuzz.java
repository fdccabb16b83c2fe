package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.testing.AgentCommand;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Whatever stands in a variable, an argument or a file: no exception, no value in the log, few
 * lines. Asks the configuration's classes of the finished jar, in a class loader of their own.
 */
final class ConfigurationFuzz implements AutoCloseable {
  /** Is in each value. */
  static final String MARK = "q7x";

  private static final String PACKAGE = "io.sonde.agent.config.";
  private static final int MAX_SETTINGS = 100;
  private static final int BIG_VALUE_ONE_IN = 20_000;
  private static final int MAX_LINES = 150;
  private static final String[] SEEDS = {
    "true",
    "17",
    "5s",
    "0.5",
    "otlp,none",
    "k=v,k2=v%20w",
    "http://h:1/p",
    "NaN",
    "-1",
    "tracecontext"
  };
  private static final String ALPHABET = "0123456789%=,;:/\\u[]@#-+. \t\n\r\0aZé\ud83d\ude00\u0130";

  private final Random random;
  private final Path file;
  private final URLClassLoader loader;
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final List<Object> keys = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final Constructor<?> config;
  private final Method get;
  private final Field defaultText;
  private int settings = 12;
  private int rounds;
  private long inputs;
  private long lines;

  ConfigurationFuzz(Path file, long seed) throws Exception {
    this.file = file;
    random = new Random(seed);
    loader =
        new URLClassLoader(
            new URL[] {AgentCommand.agentJar().toUri().toURL()},
            ClassLoader.getPlatformClassLoader());
    Field stderr = type("io.sonde.bootstrap.AgentLog").getDeclaredField("stderr");
    stderr.setAccessible(true);
    stderr.set(null, new PrintStream(log, true, StandardCharsets.UTF_8));
    writeAtOnce();
    config = type(PACKAGE + "Config").getDeclaredConstructor(String.class, Map.class);
    config.setAccessible(true);
    Class<?> keyType = type(PACKAGE + "Key");
    get = type(PACKAGE + "Config").getMethod("get", keyType);
    defaultText = keyType.getDeclaredField("defaultText");
    defaultText.setAccessible(true);
    for (Object section : (Object[]) call(PACKAGE + "Keys", "sections")) {
      Field list = section.getClass().getDeclaredField("keys");
      list.setAccessible(true);
      for (Object key : (List<?>) list.get(section)) {
        String name = (String) keyType.getMethod("name").invoke(key);
        if (!silences(name)) {
          keys.add(key);
          names.add(name);
        }
      }
    }
  }

  /** A line without its queue is written as if no thread could be had: a thread a line is slow. */
  private void writeAtOnce() throws ReflectiveOperationException {
    Field thread = type("io.sonde.bootstrap.AgentLog").getDeclaredField("THREAD");
    thread.setAccessible(true);
    Field lines = thread.getType().getDeclaredField("lines");
    lines.setAccessible(true);
    lines.set(thread.get(null), null);
  }

  /** Whether what is wrong with it is not told, or told by somebody else. */
  private static boolean silences(String name) {
    return name.startsWith("otel.javaagent.")
        || name.equals("sonde.log.level")
        || name.endsWith("certificate")
        || name.endsWith("client.key");
  }

  int rounds() {
    return rounds;
  }

  /** Values that were read. */
  long inputs() {
    return inputs;
  }

  /** What was told of them. */
  long lines() {
    return lines;
  }

  /** Reads one configuration, all of it. */
  void round() throws Exception {
    rounds++;
    settings = 1 + random.nextInt(MAX_SETTINGS);
    inputs += 3 * settings + 1;
    StringBuilder arguments = new StringBuilder(mutate());
    for (int i = 0; i < settings; i++) {
      arguments.append(';').append(name()).append('=').append(mutate());
    }
    log.reset();
    try {
      read(config.newInstance(arguments.toString(), mutatedEnvironment()));
    } catch (InvocationTargetException e) {
      throw new AssertionError("round " + rounds, e.getCause());
    }
    String told = log.toString(StandardCharsets.UTF_8);
    assertFalse(told.contains(MARK), () -> "round " + rounds + ": " + told);
    long count = told.lines().count();
    assertTrue(count < MAX_LINES, told);
    lines += count;
  }

  private void read(Object settings) throws ReflectiveOperationException {
    for (int i = 0; i < keys.size(); i++) {
      Object value = get.invoke(settings, keys.get(i));
      assertTrue(value != null || defaultText.get(keys.get(i)) == null, names.get(i));
    }
    assertNotNull(call(PACKAGE + "Samplers", "of", settings));
    assertNotNull(call(PACKAGE + "ResourceAttributes", "of", settings, "1"));
    assertNotNull(call(PACKAGE + "ServiceName", "fromCommand", mutate() + ".jar"));
    call(PACKAGE + "UnknownKeys", "report", settings, List.of());
    Object texts = call(PACKAGE + "OtlpKeys", "texts", settings);
    for (Object signal : type("io.sonde.exporter.otlp.OtlpSignal").getEnumConstants()) {
      assertNotNull(call("io.sonde.exporter.otlp.OtlpSettings", "resolve", signal, texts));
    }
  }

  /** Variables, one of which names the file, written anew. */
  Map<String, String> mutatedEnvironment() throws Exception {
    Map<String, String> environment = new HashMap<>();
    StringBuilder properties = new StringBuilder();
    for (int i = 0; i < settings; i++) {
      environment.put(name().replace('.', '_').replace('-', '_').toUpperCase(), mutate());
      properties.append(name()).append('=').append(mutate()).append('\n');
    }
    // Half a surrogate pair becomes a question mark.
    Files.write(file, properties.toString().getBytes(StandardCharsets.UTF_8));
    environment.put("OTEL_JAVAAGENT_CONFIGURATION_FILE", file.toString());
    return environment;
  }

  private String name() {
    return names.get(random.nextInt(names.size()));
  }

  private String mutate() {
    if (random.nextInt(BIG_VALUE_ONE_IN) == 0) {
      return MARK.repeat(350_000);
    }
    StringBuilder text = new StringBuilder(SEEDS[random.nextInt(SEEDS.length)]);
    text.insert(random.nextInt(text.length() + 1), MARK);
    for (int i = random.nextInt(6); i > 0; i--) {
      int at = random.nextInt(text.length() + 1);
      text.insert(at, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
      if (random.nextInt(3) == 0) {
        text.deleteCharAt(random.nextInt(text.length()));
      }
    }
    return text.toString();
  }

  private Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName(name, true, loader);
  }

  /** A static method of the jar, found by its name. */
  private Object call(String owner, String name, Object... arguments)
      throws ReflectiveOperationException {
    for (Method method : type(owner).getDeclaredMethods()) {
      if (method.getName().equals(name) && method.getParameterCount() == arguments.length) {
        method.setAccessible(true);
        return method.invoke(null, arguments);
      }
    }
    throw new NoSuchMethodException(owner + "." + name);
  }

  @Override
  public void close() throws Exception {
    loader.close();
  }
}
