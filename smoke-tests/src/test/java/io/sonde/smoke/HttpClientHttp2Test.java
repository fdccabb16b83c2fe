package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.smoke.programs.Http2Server;
import io.sonde.smoke.programs.HttpClients;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Backend;
import io.sonde.testing.Libraries;
import io.sonde.testing.ReceivedSpan;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two services, one trace: {@code java.net.http} asks Tomcat, in HTTP/2 where it can. */
class HttpClientHttp2Test {
  @ParameterizedTest
  @ValueSource(ints = {17, 25})
  void theServerContinuesTheTrace(int jdk) {
    AgentCommand server =
        new AgentCommand(Http2Server.class)
            .jdk(jdk)
            .classPath(Libraries.resolve("org.apache.tomcat.embed:tomcat-embed-core:10.1.49"));
    AgentCommand client = new AgentCommand(HttpClients.class, "java").jdk(jdk);
    try (Backend backend = Backend.start();
        AgentProcess tomcat = fast(server, backend);
        AgentProcess asking = fast(client, backend)) {
      String url = "http://127.0.0.1:" + tomcat.awaitLine("listening ") + "/body";
      // The first is an upgrade from HTTP/1.1, the second a stream of the connection.
      asking.send("1 GET " + url + "?1");
      assertEquals("200", asking.awaitLine("1 "));
      asking.send("2 INSIDE " + url + "?2");
      assertEquals("200", asking.awaitLine("2 "));
      asking.send("3 FOREIGN " + url + "?3");
      assertEquals("200", asking.awaitLine("3 "));
      for (int i = 1; i <= 3; i++) {
        String query = Integer.toString(i);
        ReceivedSpan sent =
            backend.awaitSpan(
                s -> s.isClient() && (url + "?" + query).equals(s.attribute("url.full")));
        ReceivedSpan served =
            backend.awaitSpan(s -> s.isServer() && query.equals(s.attribute("url.query")));
        assertEquals("2", sent.attribute("network.protocol.version"));
        assertTrue(served.isChildOf(sent), served + " is not a child of " + sent);
      }
    }
  }

  private static AgentProcess fast(AgentCommand command, Backend backend) {
    return command.backend(backend).environment("OTEL_BSP_SCHEDULE_DELAY", "100").start();
  }
}
