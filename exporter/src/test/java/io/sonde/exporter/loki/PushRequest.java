package io.sonde.exporter.loki;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xerial.snappy.Snappy;

/** Reads the body of a push as strictly as Loki, and as the exporter means to write it. */
public final class PushRequest {
  private static final int MAX_MESSAGE = 4 << 20;
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\\n\\p{Cntrl}]|\\\\[\"\\\\n])*)\"");

  /** One line. */
  public record Entry(Instant time, String line, Map<String, String> metadata) {}

  /** What has the same labels. */
  public record Stream(String labels, List<Entry> entries) {}

  private PushRequest() {}

  /**
   * @param body compressed with Snappy
   * @throws IOException when Loki would refuse all of it
   */
  public static List<Stream> decode(byte[] body) throws IOException {
    byte[] message = Snappy.uncompress(body);
    if (message.length > MAX_MESSAGE) {
      throw new IOException("message larger than max (" + message.length + ")");
    }
    CodedInputStream in = CodedInputStream.newInstance(message);
    Set<String> seen = new HashSet<>();
    List<Stream> streams = new ArrayList<>();
    while (!in.isAtEnd()) {
      expect(in, 1 << 3 | 2);
      int limit = in.pushLimit(in.readRawVarint32());
      expect(in, 1 << 3 | 2);
      Stream stream = new Stream(labels(in.readStringRequireUtf8()), new ArrayList<>());
      if (!seen.add(stream.labels)) {
        throw new IOException("stream twice in a push");
      }
      Instant last = Instant.MIN;
      while (in.getBytesUntilLimit() > 0) {
        expect(in, 2 << 3 | 2);
        Entry entry = entry(in);
        if (entry.time.isBefore(last)) {
          throw new IOException("out of order within a push");
        }
        last = entry.time;
        stream.entries.add(entry);
      }
      in.popLimit(limit);
      streams.add(stream);
    }
    return streams;
  }

  private static Entry entry(CodedInputStream in) throws IOException {
    int limit = in.pushLimit(in.readRawVarint32());
    expect(in, 1 << 3 | 2);
    int timeLimit = in.pushLimit(in.readRawVarint32());
    expect(in, 1 << 3);
    long seconds = in.readInt64();
    expect(in, 2 << 3);
    int nanos = in.readInt32();
    if (in.getBytesUntilLimit() != 0 || nanos < 0 || nanos > 999_999_999) {
      throw new IOException("timestamp");
    }
    in.popLimit(timeLimit);
    expect(in, 2 << 3 | 2);
    String line = in.readStringRequireUtf8();
    Map<String, String> metadata = new LinkedHashMap<>();
    while (in.getBytesUntilLimit() > 0) {
      expect(in, 3 << 3 | 2);
      int pairLimit = in.pushLimit(in.readRawVarint32());
      expect(in, 1 << 3 | 2);
      String name = in.readStringRequireUtf8();
      expect(in, 2 << 3 | 2);
      metadata.put(name, in.readStringRequireUtf8());
      in.popLimit(pairLimit);
    }
    in.popLimit(limit);
    return new Entry(Instant.ofEpochSecond(seconds, nanos), line, metadata);
  }

  private static void expect(CodedInputStream in, int tag) throws IOException {
    int found = in.readTag();
    if (found != tag) {
      throw new IOException("tag " + found + " instead of " + tag);
    }
  }

  /** As strict as the parser of label sets; U+FFFD is an error there. */
  private static String labels(String text) throws IOException {
    if (!text.startsWith("{") || !text.endsWith("}") || text.indexOf('\uFFFD') >= 0) {
      throw new IOException("labels " + text);
    }
    Set<String> names = new HashSet<>();
    int at = 1;
    Matcher matcher = LABEL.matcher(text);
    while (matcher.find(at) && matcher.start() == at) {
      if (!names.add(matcher.group(1))
          || matcher.group(2).getBytes(StandardCharsets.UTF_8).length > 2048) {
        throw new IOException("labels " + text);
      }
      at = matcher.end();
      if (at == text.length() - 1 && names.size() <= 15) {
        return text;
      }
      if (!text.startsWith(", ", at)) {
        break;
      }
      at += 2;
    }
    throw new IOException("labels " + text);
  }
}
