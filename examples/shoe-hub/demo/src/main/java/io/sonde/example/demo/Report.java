package io.sonde.example.demo;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Prints a trace as a tree, and its log lines below. */
final class Report {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

  private Report() {}

  static void print(Receiver.Trace trace) {
    List<Span> spans = trace.spans().stream().sorted(Comparator.comparing(Span::start)).toList();
    System.out.printf("%nTrace %s%n%n", spans.get(0).traceId());
    printChildren("", "", spans);
    System.out.println("\nIts log lines\n");
    trace.logs().stream().sorted(Comparator.comparing(LogLine::time)).forEach(Report::printLine);
  }

  private static void printChildren(String parentId, String indent, List<Span> spans) {
    for (Span span : spans) {
      if (span.parentId().equals(parentId)) {
        print(
            "  %-8s %-44s %-8s %8.1f ms  %s",
            span.service(),
            indent + span.name(),
            span.kind(),
            (span.end() - span.start()) / 1e6,
            span.failed() ? "failed" : "");
        printChildren(span.spanId(), indent + "  ", spans);
      }
    }
  }

  private static void printLine(LogLine line) {
    print(
        "  %s %-8s %-5s %s: %s  %s",
        TIME.format(Instant.ofEpochSecond(0, line.time())),
        line.service(),
        line.severity(),
        line.logger().substring(line.logger().lastIndexOf('.') + 1),
        line.body(),
        line.exception());
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values).stripTrailing());
  }
}
