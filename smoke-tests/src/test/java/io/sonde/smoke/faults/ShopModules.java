package io.sonde.smoke.faults;

import io.sonde.smoke.programs.faults.ModularShop;
import io.sonde.testing.Libraries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@link ModularShop} and its database as modules of JBoss Modules. */
final class ShopModules {
  static final Path JBOSS_MODULES = Libraries.file("org.jboss.modules:jboss-modules:2.1.6.Final");

  private ShopModules() {}

  /** Writes them, and gives back what the launcher is told after its class. */
  static String[] write(Path folder) throws IOException {
    Path h2 = Libraries.file("com.h2database:h2:2.3.232");
    Files.copy(h2, module(folder, "h2", "h2.jar", "").resolve("h2.jar"));
    Path shop = module(folder, "shop", "shop.jar", "<module name='h2'/>");
    Jars.write(
        shop.resolve("shop.jar"),
        Map.of(
            "META-INF/services/java.util.logging.LogManager",
            ModularShop.OwnLogManager.class.getName(),
            "META-INF/services/javax.management.MBeanServerBuilder",
            ModularShop.OwnServerBuilder.class.getName()),
        List.of(
            ModularShop.class,
            ModularShop.OwnLogManager.class,
            ModularShop.OwnServerBuilder.class));
    return new String[] {"-mp", folder.toString(), "shop"};
  }

  private static Path module(Path folder, String name, String jar, String needs)
      throws IOException {
    Path main = Files.createDirectories(folder.resolve(name).resolve("main"));
    Files.writeString(
        main.resolve("module.xml"),
        """
        <module xmlns='urn:jboss:module:1.9' name='%s'>
          <main-class name='%s'/>
          <resources><resource-root path='%s'/></resources>
          <dependencies>
            <module name='java.se'/>
            %s
          </dependencies>
        </module>
        """
            .formatted(name, ModularShop.class.getName(), jar, needs));
    return main;
  }
}
