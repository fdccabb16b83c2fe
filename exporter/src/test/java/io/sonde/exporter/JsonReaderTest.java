package io.sonde.exporter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
  @Test
  void everyKindOfValue() {
    assertEquals(
        Map.of(
            "text", "a\"\\/\b\f\n\r\t\u20ac€",
            "numbers", List.of(0.0, -1.5, 2e3),
            "literals", Arrays.asList(true, false, null),
            "empty", List.of(Map.of(), List.of(), "")),
        JsonReader.read(
            " {\"text\":\"a\\\"\\\\\\/\\b\\f\\n"
                + "\\r"
                + "\\t\\u20AC€\",\r\n"
                + "\t\"numbers\" : [0,-1.5 , 2E+3],\"literals\":[true,false,null],\"empty\":[{},["
                + " ],\"\"]} "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[",
        "[1,]",
        "{\"a\"}",
        "{\"a\":}",
        "{a:1}",
        "[1 2]",
        "{} {}",
        "\"a",
        "\"\\",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\n\"",
        "nul",
        "tru e",
        "-",
        "1.2.3",
        "+",
        "]",
        "}",
        "<html>"
      })
  void whatIsNoJsonIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> JsonReader.read(text));
  }

  @Test
  void depthIsBounded() {
    JsonReader.read("[".repeat(32) + "]".repeat(32));
    assertThrows(IllegalArgumentException.class, () -> JsonReader.read("[".repeat(100_000)));
  }
}
