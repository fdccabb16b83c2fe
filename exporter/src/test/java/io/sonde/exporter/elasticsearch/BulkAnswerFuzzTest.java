package io.sonde.exporter.elasticsearch;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.exporter.Fuzz;
import org.junit.jupiter.api.Test;

/** Whatever {@code _bulk} answers: so many items as it has, and an end. */
class BulkAnswerFuzzTest {
  private static final String[] ANSWERS = {
    "{\"took\":3,\"errors\":true,\"items\":[{\"create\":{\"status\":429,\"error\":{\"type\":"
        + "\"es_rejected_execution_exception\",\"reason\":\"a \\\"b\\\"\"}}},"
        + "{\"create\":{\"_id\":\"x\",\"status\":201}}]}",
    "{\"errors\":false,\"items\":[]}",
    "<html>502</html>"
  };

  @Test
  void anyAnswer() {
    Fuzz fuzz = new Fuzz(6, ANSWERS);
    for (int i = 0; i < Fuzz.inputs(); i++) {
      byte[] body = fuzz.next();
      BulkAnswer answer = new BulkAnswer(body);
      int items = 0;
      while (answer.next()) {
        items++;
        assertTrue(answer.status() >= 0 && answer.status() <= 1000);
        assertTrue(answer.type() == null || answer.type().length() <= 100);
      }
      assertTrue(items <= body.length);
    }
  }
}
