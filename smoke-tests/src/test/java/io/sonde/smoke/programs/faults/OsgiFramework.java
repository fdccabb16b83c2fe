package io.sonde.smoke.programs.faults;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/**
 * Starts the OSGi framework of the class path with the bundles of its arguments; the first argument
 * is the folder that the framework may use.
 */
public final class OsgiFramework {
  private OsgiFramework() {}

  public static void main(String[] args) throws Exception {
    Framework framework =
        ServiceLoader.load(FrameworkFactory.class)
            .findFirst()
            .orElseThrow()
            .newFramework(Map.of("org.osgi.framework.storage", args[0]));
    framework.start();
    List<Bundle> bundles = new ArrayList<>();
    for (String file : Arrays.asList(args).subList(1, args.length)) {
      bundles.add(framework.getBundleContext().installBundle("file:" + file));
    }
    for (Bundle bundle : bundles) {
      try {
        bundle.start();
      } catch (BundleException e) {
        System.out.println(bundle.getSymbolicName() + " does not start: " + e.getType());
      }
    }
    framework.waitForStop(0);
  }
}
