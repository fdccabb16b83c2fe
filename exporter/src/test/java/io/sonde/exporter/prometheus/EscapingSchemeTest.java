package io.sonde.exporter.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of prometheus.io/docs/instrumenting/escaping_schemes, and what they leave out. */
class EscapingSchemeTest {
  @ParameterizedTest
  @CsvSource({
    "http_requests_total, http_requests_total, http__requests__total, http_requests_total",
    "http.status:sum, http_status:sum, http_dot_status:sum, U__http_2e_status:sum",
    "no:escaping_required, no:escaping_required, no:escaping__required, no:escaping_required",
    "mysystem.prod.west.cpu.load, mysystem_prod_west_cpu_load,"
        + " mysystem_dot_prod_dot_west_dot_cpu_dot_load,"
        + " U__mysystem_2e_prod_2e_west_2e_cpu_2e_load",
    "http.request_size, http_request_size, http_dot_request__size, U__http_2e_request__size",
    "0zero, _zero, __zero, U___30_zero",
    "label with 😱, label_with__, label__with____, U__label_20_with_20__1f631_",
    "花火, __, ____, U___82b1__706b_",
    "a\uD83Db, a_b, a__b, U__a_FFFD_b",
  })
  void examples(String name, String underscores, String dots, String values) {
    assertEquals(name, EscapingScheme.ALLOW_UTF_8.escape(name));
    assertEquals(underscores, EscapingScheme.UNDERSCORES.escape(name));
    assertEquals(dots, EscapingScheme.DOTS.escape(name));
    assertEquals(values, EscapingScheme.VALUES.escape(name));
  }

  @Test
  void whateverComesIsReadable() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      StringBuilder name = new StringBuilder();
      for (int n = 1 + random.nextInt(6); n > 0; n--) {
        name.append((char) (random.nextBoolean() ? random.nextInt(128) : random.nextInt(65_536)));
      }
      for (EscapingScheme scheme : EscapingScheme.values()) {
        String escaped = scheme.escape(name.toString());
        assertTrue(
            scheme == EscapingScheme.ALLOW_UTF_8 || EscapingScheme.isLegacy(escaped), escaped);
      }
    }
  }
}
