package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sonde.smoke.programs.faults.FaultApplication;
import io.sonde.testing.Backend;
import io.sonde.testing.Jdks;
import io.sonde.testing.ReceivedSpan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Always JDK 25, where the resolver can be the test's. What asks by name T00 finds. */
@FaultRow(value = "T48", what = "names are resolved slowly, and addresses are not to be at all")
class T48ReverseLookupTest {
  /** Each reverse look-up is a line of stdout, by which the two processes are compared. */
  private static final String RESOLVER =
      """
      package slow;
      import java.net.*;
      import java.net.spi.*;
      import java.util.stream.Stream;
      public class Names extends InetAddressResolverProvider {
        public String name() { return "slow"; }
        public InetAddressResolver get(Configuration configuration) {
          return new InetAddressResolver() {
            public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
                throws UnknownHostException {
              if (host.endsWith(".slow")) {
                try {
                  Thread.sleep(60_000);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
                throw new UnknownHostException(host);
              }
              return configuration.builtinResolver().lookupByName(host, policy);
            }
            public String lookupByAddress(byte[] address) {
              System.out.println("asked for the name of an address");
              return "localhost";
            }
          };
        }
      }
      """;

  @TempDir private Path folder;

  static Mutant mutant() {
    return Mutant.named("asks-for-names")
        .adding(Careless.class)
        .edit(
            "io.sonde.bootstrap.Span", "end", MethodEdit.startingWith(Careless.class, "looksBack"));
  }

  @Test
  void nobodyWaitsForANameButWhoSendsThere() throws Exception {
    Path jdk = Jdks.find(25).orElse(null);
    assumeTrue(jdk != null, "no JDK 25 is installed");
    List<Path> classPath = new ArrayList<>(FaultRun.classPath());
    classPath.add(Compiled.sources(jdk, folder, "slow/Names.java", RESOLVER));
    Path services = Files.createDirectories(folder.resolve("classes/META-INF/services"));
    Files.writeString(services.resolve("java.net.spi.InetAddressResolverProvider"), "slow.Names");
    try (Backend backend = Backend.start();
        FaultRun run =
            FaultRun.start(
                FaultApplication.class,
                classPath,
                both -> both.jdk(jdk),
                agent ->
                    agent
                        .backend(backend)
                        .environment("OTEL_TRACES_EXPORTER", "otlp,zipkin")
                        .environment("OTEL_LOGS_EXPORTER", "otlp,loki")
                        .environment("SONDE_EXPORTER_LOKI_ENDPOINT", "http://loki.slow:3100")
                        .environment(
                            "OTEL_EXPORTER_ZIPKIN_ENDPOINT",
                            "http://zipkin.slow:9411/api/v2/spans"))) {
      // At the exit.
      run.watched().expectWarning("records were not delivered before the exit");
      run.load(240);
      backend.awaitSpans(200, ReceivedSpan::isServer);
      backend.awaitLog(log -> log.body().endsWith("logged"));
      backend.awaitMetric("http.server.request.duration");
      assertEquals(0, run.metrics().accounts().get("loki logs").delivered());
      assertTrue(run.metrics().accounts().get("loki logs").balanced());
    }
  }
}
