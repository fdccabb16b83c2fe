package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Backend;
import io.sonde.testing.Jdks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@FaultRow(value = "T07", what = "the application brings its own resolver of names (JDK 18)")
class T07NameResolverTest {
  private static final String RESOLVER =
      """
      package shop;
      import java.net.*;
      import java.net.spi.*;
      import java.util.stream.Stream;
      public class Names extends InetAddressResolverProvider {
        public String name() { return "shop"; }
        public InetAddressResolver get(Configuration configuration) {
          System.out.println("the resolver is made");
          return new InetAddressResolver() {
            public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
                throws UnknownHostException {
              byte[] address = {127, 0, 0, 1};
              return Stream.of(InetAddress.getByAddress(host, address));
            }
            public String lookupByAddress(byte[] address) { return "shop"; }
          };
        }
      }
      """;

  private static final String MAIN =
      """
      package shop;
      public class Main {
        public static void main(String[] args) throws Exception {
          System.out.println("main begins");
          System.out.println(java.net.InetAddress.getByName("stock.shop"));
          while (System.in.read() >= 0) {}
        }
      }
      """;

  @TempDir private Path folder;

  static Mutant mutant() {
    return Mutant.named("looks-up-in-premain")
        .adding(Careless.class)
        .edit(
            "io.sonde.agent.Startup",
            "run",
            MethodEdit.startingWith(Careless.class, "looksUpAName"));
  }

  @Test
  void itIsMadeByTheApplicationAndServesTheAgent() throws Exception {
    Path jdk = Jdks.find(25).orElse(null);
    assumeTrue(jdk != null, "no JDK 25 is installed");
    Path classes =
        Compiled.sources(jdk, folder, "shop/Names.java", RESOLVER, "shop/Main.java", MAIN);
    Path services = Files.createDirectories(classes.resolve("META-INF/services"));
    Files.writeString(services.resolve("java.net.spi.InetAddressResolverProvider"), "shop.Names");
    try (Backend backend = Backend.start()) {
      AgentProcess process =
          new AgentCommand("shop.Main")
              .jdk(jdk)
              .classPath(classes)
              .environment("OTEL_EXPORTER_OTLP_ENDPOINT", "http://telemetry.shop:" + backend.port())
              .start();
      try (process) {
        backend.awaitMetric("jvm.memory.used");
      }
      // The agent's own thread may be the one that has it made.
      assertEquals("main begins", process.stdout().get(0));
      assertEquals(
          List.of("main begins", "stock.shop/127.0.0.1", "the resolver is made"),
          process.stdout().stream().sorted().toList());
    }
  }
}
