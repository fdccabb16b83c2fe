package io.sonde.exporter.lines;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads what must be one flat JSON object without a line break and without a key twice. */
public final class FlatJson {
  private FlatJson() {}

  public static Map<String, Object> parse(String text) throws IOException {
    if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
      throw new IOException("a line break");
    }
    JsonFactory factory = new JsonFactory().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    Map<String, Object> fields = new LinkedHashMap<>();
    try (JsonParser in = factory.createParser(text.getBytes(StandardCharsets.UTF_8))) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("no object");
      }
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String key = in.currentName();
        fields.put(
            key,
            switch (in.nextToken()) {
              case VALUE_STRING -> in.getText();
              case VALUE_NUMBER_INT -> in.getLongValue();
              case VALUE_NUMBER_FLOAT -> in.getDoubleValue();
              case VALUE_TRUE, VALUE_FALSE -> in.getBooleanValue();
              default -> throw new IOException("nested");
            });
      }
      if (in.nextToken() != null) {
        throw new IOException("more than one object");
      }
    }
    return fields;
  }
}
