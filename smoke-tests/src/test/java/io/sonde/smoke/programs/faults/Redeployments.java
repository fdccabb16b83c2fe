package io.sonde.smoke.programs.faults;

import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.loader.WebappLoader;
import org.apache.catalina.startup.Tomcat;

/**
 * Deploys a web application, asks it and undeploys it, again and again. Arguments: its folder, with
 * {@code WEB-INF}, and how often. Says how many of its class loaders are still there afterwards,
 * and how much metaspace is in use after a third and in the end, in KiB.
 */
public final class Redeployments {
  private static final String SERVLET = "io.sonde.smoke.programs.faults.WarServlet";
  private static final int REQUESTS = 5;

  private Redeployments() {}

  public static void main(String[] args) {
    try {
      run(args);
    } catch (Throwable t) {
      t.printStackTrace();
      // The server's threads would keep it alive.
      System.exit(1);
    }
  }

  private static void run(String[] args) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(Files.createTempDirectory("redeploy").toString());
    tomcat.setPort(0);
    tomcat.setSilent(true);
    tomcat.getConnector();
    tomcat.getHost();
    tomcat.start();
    String server = "http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/war/";
    int times = Integer.parseInt(args[1]);
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      loaders.add(new WeakReference<>(deployAskUndeploy(tomcat, args[0], server)));
      if (i == times / 3) {
        System.out.println("early " + metaspace());
      }
    }
    long left = left(loaders);
    System.out.println("late " + metaspace());
    System.out.println("loaders " + left);
    while (System.in.read() >= 0) {}
    tomcat.stop();
    tomcat.destroy();
  }

  private static ClassLoader deployAskUndeploy(Tomcat tomcat, String folder, String server)
      throws Exception {
    Context context = new StandardContext();
    context.setPath("/war");
    context.setDocBase(folder);
    context.setLoader(new WebappLoader());
    context.addLifecycleListener(new Tomcat.FixContextListener());
    tomcat.getHost().addChild(context);
    Wrapper servlet = context.createWrapper();
    servlet.setName("war");
    servlet.setServletClass(SERVLET);
    context.addChild(servlet);
    context.addServletMappingDecoded("/", "war");
    ClassLoader ofWar = context.getLoader().getClassLoader();
    for (int i = 0; i < REQUESTS; i++) {
      try (InputStream in = new URL(server).openStream()) {
        String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        if (!answer.equals("1 is away")) {
          throw new IllegalStateException(answer);
        }
      }
    }
    tomcat.getHost().removeChild(context);
    return ofWar;
  }

  /** The agent's console may hold an exception for a second. */
  private static long left(List<WeakReference<ClassLoader>> loaders) {
    long end = System.nanoTime() + 5_000_000_000L;
    long left;
    do {
      metaspace();
      left = loaders.stream().filter(each -> each.get() != null).count();
    } while (left > 0 && System.nanoTime() - end < 0);
    return left;
  }

  /** After what can be collected was. */
  private static long metaspace() {
    for (int i = 0; i < 3; i++) {
      System.gc();
      System.runFinalization();
    }
    return ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getName().equals("Metaspace"))
            .mapToLong(pool -> pool.getUsage().getUsed())
            .sum()
        / 1024;
  }
}
