package io.sonde.smoke.programs.faults;

import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.util.Properties;
import java.util.logging.LogManager;
import javax.management.MBeanServer;
import javax.management.MBeanServerBuilder;
import javax.management.MBeanServerDelegate;

/**
 * What a server on JBoss Modules does: it is a module that brings a log manager and the maker of
 * the MBean server, and asks a database of another module. Says which it got.
 */
public final class ModularShop {
  private ModularShop() {}

  public static void main(String[] args) throws Exception {
    System.out.println("of a " + ModularShop.class.getClassLoader().getClass().getSimpleName());
    System.out.println("log manager " + LogManager.getLogManager().getClass().getName());
    ManagementFactory.getPlatformMBeanServer();
    System.out.println("own MBean server " + OwnServerBuilder.used);
    Driver driver = (Driver) Class.forName("org.h2.Driver").getDeclaredConstructor().newInstance();
    try (Connection connection = driver.connect("jdbc:h2:mem:", new Properties());
        ResultSet rows = connection.prepareStatement("SELECT 1").executeQuery()) {
      rows.next();
      System.out.println("row " + rows.getInt(1));
    }
    System.out.println("port 0");
    while (System.in.read() >= 0) {
      // The agent goes on meanwhile.
    }
  }

  /** As the JDK's, but its own. */
  public static final class OwnLogManager extends LogManager {}

  /** As the JDK's, but its own. */
  public static final class OwnServerBuilder extends MBeanServerBuilder {
    private static boolean used;

    @Override
    public MBeanServer newMBeanServer(
        String domain, MBeanServer outer, MBeanServerDelegate delegate) {
      used = true;
      return super.newMBeanServer(domain, outer, delegate);
    }
  }
}
