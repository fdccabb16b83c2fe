package io.sonde.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogEventTest {
  @ParameterizedTest
  @CsvSource({
    "-2147483648, 1", // ALL
    "0, 1",
    "5000, 1", // TRACE
    "9999, 1",
    "10000, 5", // DEBUG
    "20000, 9", // INFO
    "25000, 9",
    "29999, 9",
    "30000, 13", // WARN
    "40000, 17", // ERROR
    "50000, 17",
    "2147483647, 17" // OFF
  })
  void severityOfALevelOfLogback(int level, int severity) {
    assertEquals(severity, LogEvent.severity(level));
  }
}
