package io.sonde.exporter.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
  /** Sun, 06 Nov 1994 08:49:37 GMT, the date that RFC 9110 has as its example. */
  private static final long DATE = 784_111_777_000L;

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "7,7000",
    "007,7000",
    "301,300000",
    "99999999999999999999999999,300000",
    "1.5,0",
    "'7 ',0",
    "+7,0",
    "-7,0",
    "'',0",
    ",0",
    "soon,0",
    "'Sun, 06 Nov 1994 08:49:37 GMT',0",
    "'Sun, 06 Nov 1994 08:49:36 GMT',0",
    "'Sun, 06 Nov 1994 08:49:39 GMT',2000",
    "'Sun, 06 Nov 1994 09:49:37 GMT',300000",
    "'Mon, 06 Nov 1994 08:49:39 GMT',0",
    "'Sun, 06 Nov 1994 08:49:99 GMT',0",
    "'Sunday, 06-Nov-94 08:49:39 GMT',0"
  })
  void saysHowLongToWait(String text, long millis) {
    assertEquals(millis, RetryAfter.millis(text, DATE));
  }
}
