package io.sonde.smoke.programs.faults;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.logging.LogManager;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.namespace.ExecutionEnvironmentNamespace;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/**
 * A bundle that, for each line of stdin, calls the services of {@link ShopBundle}s and says in
 * which state all bundles are and whom they are wired to, each line behind the one that was read.
 */
public final class TellingBundle implements BundleActivator, Runnable {
  /** Servers put their log in place of System.out. */
  private final PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true);

  private BundleContext context;

  @Override
  public void start(BundleContext newContext) {
    context = newContext;
    Thread thread = new Thread(this, "teller");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void run() {
    out.println("telling");
    try {
      BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        for (String each : all()) {
          out.println(line + " " + each);
        }
        out.println(line + " done");
      }
    } catch (Exception e) {
      e.printStackTrace(out);
    }
  }

  private Set<String> all() throws Exception {
    Set<String> all = new TreeSet<>();
    all.add("log manager " + LogManager.getLogManager().getClass().getName());
    for (ServiceReference<?> each : context.getServiceReferences(Callable.class, "(shop=*)")) {
      Object answer = ((Callable<?>) context.getService(each)).call();
      all.add(each.getBundle().getSymbolicName() + " says " + answer);
    }
    for (Bundle bundle : context.getBundles()) {
      all.add(name(bundle) + " state " + bundle.getState());
      BundleWiring wiring = bundle.adapt(BundleWiring.class);
      if (wiring != null) {
        for (BundleWire wire : wiring.getRequiredWires(null)) {
          String namespace = wire.getCapability().getNamespace();
          if (namespace.equals(ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE)) {
            // Of the JVM's names Equinox takes another one with -Xshare:off, on JDK 25.
            continue;
          }
          Object capability = wire.getCapability().getAttributes().get(namespace);
          String provider = name(wire.getProvider().getBundle());
          all.add(
              name(bundle) + " needs " + namespace + " " + text(capability) + " of " + provider);
        }
      }
    }
    return all;
  }

  private static String text(Object capability) {
    return capability instanceof Object[]
        ? Arrays.toString((Object[]) capability)
        : String.valueOf(capability);
  }

  private static String name(Bundle bundle) {
    return bundle.getSymbolicName() + "-" + bundle.getVersion();
  }

  @Override
  public void stop(BundleContext oldContext) {}
}
