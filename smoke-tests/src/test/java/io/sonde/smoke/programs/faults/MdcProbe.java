package io.sonde.smoke.programs.faults;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** What an application sees of its own diagnostic context, at every point of a request. */
public final class MdcProbe {
  private static final Logger LOGGER = LoggerFactory.getLogger(MdcProbe.class);
  private static final ThreadLocal<String> MASKED = new ThreadLocal<>();

  private MdcProbe() {}

  static {
    try {
      addAppender();
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /**
   * An appender that writes into the map of each event, as masking converters do. By reflection:
   * Logback is no dependency of the tests, which run with many versions.
   */
  private static void addAppender() throws ReflectiveOperationException {
    Class<?> type = Class.forName("ch.qos.logback.core.Appender");
    Object appender =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (method.getName().equals("doAppend")) {
                mask(arguments[0]);
              }
              return method.getReturnType() == boolean.class ? Boolean.FALSE : null;
            });
    Logger root = LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    root.getClass().getMethod("addAppender", type).invoke(root, appender);
  }

  @SuppressWarnings("unchecked")
  private static void mask(Object event) throws ReflectiveOperationException {
    Object map = event.getClass().getMethod("getMDCPropertyMap").invoke(event);
    Map<String, String> context = (Map<String, String>) map;
    if (!context.containsKey("masked")) {
      return;
    }
    try {
      context.put("user", "somebody");
      context.remove("secret");
      boolean done = context.get("user").equals("somebody") && !context.containsKey("secret");
      MASKED.set(done ? "written" : "not written");
    } catch (UnsupportedOperationException e) {
      MASKED.set("read only");
    }
  }

  static String run(int n) throws Exception {
    StringBuilder seen = new StringBuilder();
    MDC.put("user", "u" + n);
    MDC.put("secret", "S3CR3T-mdc");
    MDC.put("n", "" + n);
    point(seen, "put", n);
    if (n % 2 == 0) {
      MDC.put("trace_id", "mine-" + n);
      point(seen, "own id", n);
    }
    Map<String, String> copy = MDC.getCopyOfContextMap();
    CompletableFuture<?>[] others = new CompletableFuture<?>[4];
    for (int i = 0; i < others.length; i++) {
      int k = i;
      others[i] =
          CompletableFuture.runAsync(
              () -> {
                MDC.setContextMap(copy);
                for (int j = 0; j < 50; j++) {
                  MDC.put("k" + j, "v");
                  LOGGER.debug("seq={} other {}", n, k);
                  MDC.getCopyOfContextMap().forEach((key, value) -> {});
                }
                MDC.clear();
              });
    }
    CompletableFuture.allOf(others).get();
    point(seen, "others", n);
    MDC.clear();
    point(seen, "clear", n);
    MDC.put("user", "again");
    point(seen, "again", n);
    MDC.remove("user");
    point(seen, "removed", n);
    MDC.put("user", "u" + n);
    MDC.put("secret", "S3CR3T-mdc");
    MDC.put("masked", "yes");
    LOGGER.info("seq={} masked", n);
    // Its own context may be masked, too, in Logback 1.2: the event has no copy.
    MDC.clear();
    seen.append(MASKED.get());
    return seen.toString();
  }

  private static void point(StringBuilder seen, String name, int n) {
    for (int i = 0; i < 2; i++) {
      Map<String, String> context = MDC.getCopyOfContextMap();
      seen.append(name).append(context == null ? "{}" : new TreeMap<>(context)).append('\n');
      LOGGER.info("seq={} {}", n, name);
    }
  }
}
