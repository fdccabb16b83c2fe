package io.sonde.exporter.elasticsearch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the body of {@code _bulk}, each of whose actions must be {@code create}. */
public final class BulkRequest {
  /**
   * One document.
   *
   * @param key {@code index/id}
   * @param fields null when it is no flat JSON object
   */
  public record Document(String key, Map<String, Object> fields) {
    public String message() {
      return String.valueOf(fields.get("message"));
    }
  }

  private BulkRequest() {}

  /**
   * @param target the index of documents that name none, or null
   * @throws IOException when Elasticsearch would refuse the request whole
   */
  public static List<Document> decode(String target, byte[] body) throws IOException {
    if (body.length == 0 || body[body.length - 1] != '\n') {
      throw new IOException("The bulk request must be terminated by a newline [\\n]");
    }
    String[] lines = utf8(body).split("\n");
    if (lines.length % 2 != 0) {
      throw new IOException("a line without another");
    }
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < lines.length; i += 2) {
      documents.add(new Document(action(lines[i], target), document(lines[i + 1])));
    }
    return documents;
  }

  private static String utf8(byte[] body) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
  }

  /** Returns {@code index/id}. */
  private static String action(String line, String target) throws IOException {
    Map<String, Object> action = new LinkedHashMap<>();
    try (JsonParser in = parser(line)) {
      if (in.nextToken() != JsonToken.START_OBJECT
          || !"create".equals(in.nextFieldName())
          || in.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("Malformed action/metadata line: " + line);
      }
      fields(in, action);
      if (in.nextToken() != JsonToken.END_OBJECT || in.nextToken() != null) {
        throw new IOException("Malformed action/metadata line: " + line);
      }
    }
    Object index = action.getOrDefault("_index", target);
    if (index == null) {
      throw new IOException("index is missing");
    }
    return index + "/" + action.get("_id");
  }

  private static Map<String, Object> document(String line) {
    Map<String, Object> document = new LinkedHashMap<>();
    try (JsonParser in = parser(line)) {
      in.nextToken();
      fields(in, document);
      return document;
    } catch (IOException e) {
      return null;
    }
  }

  private static JsonParser parser(String line) throws IOException {
    return JsonFactory.builder()
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .build()
        .createParser(line);
  }

  /** The fields of a flat object that was begun. */
  private static void fields(JsonParser in, Map<String, Object> fields) throws IOException {
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      switch (in.nextToken()) {
        case VALUE_STRING -> fields.put(name, in.getText());
        case VALUE_NUMBER_INT -> fields.put(name, in.getLongValue());
        case VALUE_NUMBER_FLOAT -> fields.put(name, in.getDoubleValue());
        case VALUE_TRUE, VALUE_FALSE -> fields.put(name, in.getBooleanValue());
        default -> throw new IOException("not flat: " + name);
      }
    }
  }
}
