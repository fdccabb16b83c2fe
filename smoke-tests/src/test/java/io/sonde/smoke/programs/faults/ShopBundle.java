package io.sonde.smoke.programs.faults;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.util.Hashtable;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** A bundle that asks a database of another bundle. */
public final class ShopBundle implements BundleActivator, Callable<String> {
  @Override
  public void start(BundleContext context) {
    context.registerService(Callable.class, this, new Hashtable<>(Map.of("shop", "open")));
  }

  @Override
  public String call() throws Exception {
    Driver driver = (Driver) Class.forName("org.h2.Driver").getDeclaredConstructor().newInstance();
    try (Connection connection = driver.connect("jdbc:h2:mem:", new Properties());
        ResultSet rows = connection.prepareStatement("SELECT 1").executeQuery()) {
      rows.next();
      return "row " + rows.getInt(1);
    }
  }

  @Override
  public void stop(BundleContext context) {}
}
