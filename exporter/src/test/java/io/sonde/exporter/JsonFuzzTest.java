package io.sonde.exporter;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Whatever stands in place of JSON: a value or an {@code IllegalArgumentException}. */
class JsonFuzzTest {
  private static final String[] TEXTS = {
    "{\"strategyType\":\"PROBABILISTIC\",\"probabilisticSampling\":{\"samplingRate\":0.25}}",
    "[1,-2.5e-3,true,false,null,\"\\u00e9\\n\",[[[[{}]]]]]",
    "{\"a\":{\"b\":[{\"c\":1e400},\"" + "x".repeat(300) + "\"]}}"
  };

  @Test
  void anyText() {
    Fuzz fuzz = new Fuzz(5, TEXTS);
    int read = 0;
    for (int i = 0; i < Fuzz.inputs(); i++) {
      try {
        JsonReader.read(new String(fuzz.next(), StandardCharsets.ISO_8859_1));
        read++;
      } catch (IllegalArgumentException expected) {
        // The only exception there may be.
      }
    }
    assertTrue(read > Fuzz.inputs() / 10, read + " texts could be read");
  }
}
