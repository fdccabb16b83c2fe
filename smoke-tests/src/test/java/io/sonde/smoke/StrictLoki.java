package io.sonde.smoke;

import io.sonde.exporter.loki.FakeLoki;
import io.sonde.exporter.loki.PushRequest.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A Loki 2.9 of ours, which takes no structured metadata; answers from what it took. */
final class StrictLoki implements LogStore {
  private final FakeLoki loki;

  StrictLoki() throws IOException {
    loki = new FakeLoki();
    loki.refuseStructuredMetadata();
  }

  @Override
  public String url() {
    try {
      return loki.url("").toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<String> query(String logql) {
    Map<String, List<String>> streams = new LinkedHashMap<>();
    loki.streams()
        .forEach(
            (labels, entries) -> streams.put(labels, entries.stream().map(Entry::line).toList()));
    return new LogQl(streams).query(logql);
  }

  @Override
  public void close() {
    loki.close();
    if (!loki.malformed().isEmpty()) {
      throw new AssertionError(loki.malformed());
    }
  }
}
