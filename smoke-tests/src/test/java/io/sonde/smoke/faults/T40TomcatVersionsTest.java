package io.sonde.smoke.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.smoke.programs.faults.TomcatVersions;
import io.sonde.testing.Backend;
import io.sonde.testing.Libraries;
import io.sonde.testing.ReceivedSpan;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@FaultRow(
    value = "T40",
    what = "Tomcat 9, 10.1 and 11: none to 100 headers, more than ASCII, cookies that come twice")
class T40TomcatVersionsTest {
  /** No path is read. */
  static Mutant mutant() {
    return Mutant.named("texts-lost")
        .edit("io.sonde.bootstrap.RecentText", "of", MethodEdit.returning("lost"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"9.0.63", "9.0.89", "10.1.33", "10.1.55", "11.0.24"})
  void requestsAreAsTheyWere(String version) {
    try (Backend backend = Backend.start();
        FaultRun run =
            FaultRun.start(
                TomcatVersions.class,
                Libraries.resolve("org.apache.tomcat.embed:tomcat-embed-core:" + version),
                both -> {},
                command -> command.backend(backend))) {
      int requests = 0;
      for (int headers = 0; headers <= 100; headers += headers < 10 ? 1 : 30) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < headers; i++) {
          lines.append("X-Header-").append(i).append(": caf\u00e9 ").append(i).append("\r\n");
        }
        lines.append("Cookie: a=1; b=\u00e9\r\nCookie: a=2\r\nUser-Agent: \u00ff\r\n".repeat(2));
        for (String path : List.of("/p", "/caf%C3%A9", "/a/../b;x=1", "/p?q=%E9&q=\u007e")) {
          String answer = run.same(RawHttp.get(path, headers % 2 == 0 ? lines.toString() : ""));
          assertTrue(answer.startsWith("HTTP/1.1 20"), answer);
          requests++;
        }
      }
      List<ReceivedSpan> spans = backend.awaitSpans(requests, ReceivedSpan::isServer);
      assertEquals(requests, spans.size());
      long paths = spans.stream().map(span -> span.attribute("url.path")).distinct().count();
      assertEquals(4 - 1, paths);
    }
  }
}
