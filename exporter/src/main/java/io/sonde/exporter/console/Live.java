package io.sonde.exporter.console;

import io.sonde.exporter.endpoint.EventStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Who looks at the page now, and what they are sent each second. */
final class Live {
  private static final int MAX_STREAMS = 8;
  private static final int MAX_ROUTES = 50;
  private static final int MAX_LOGS = 100;
  private static final int MAX_EVENT_BYTES = 256 * 1024;

  private final Records records;
  private final AgentView agent;
  private final List<EventStream> streams = new ArrayList<EventStream>();

  /** Null while nobody looks. */
  private RouteReader routes;

  private JvmReader jvm;
  private long latestNanos;

  Live(Records records, AgentView agent) {
    this.records = records;
    this.agent = agent;
  }

  /** Null when there are too many. */
  EventStream open() {
    forgetEnded();
    if (streams.size() >= MAX_STREAMS) {
      return null;
    }
    if (routes == null) {
      routes = new RouteReader(MAX_ROUTES);
      routes.read();
      jvm = new JvmReader();
      readJvm();
      latestNanos = System.nanoTime();
    }
    EventStream stream = new EventStream();
    stream.send("retry: 2000\n\n".getBytes(StandardCharsets.US_ASCII));
    streams.add(stream);
    return stream;
  }

  /** Whether somebody looks. */
  boolean forgetEnded() {
    for (Iterator<EventStream> i = streams.iterator(); i.hasNext(); ) {
      if (i.next().ended()) {
        i.remove();
      }
    }
    if (streams.isEmpty()) {
      routes = null;
      jvm = null;
    }
    return !streams.isEmpty();
  }

  void send(List<StoredTrace> traces, List<byte[]> logs) {
    send("tick", tick());
    if (!traces.isEmpty()) {
      send("traces", TraceStore.list(traces));
    }
    if (!logs.isEmpty()) {
      send("logs", logs(logs));
    }
  }

  private void send(String event, byte[] json) {
    byte[] head = ("event: " + event + "\ndata: ").getBytes(StandardCharsets.US_ASCII);
    byte[] bytes = new byte[head.length + json.length + 2];
    System.arraycopy(head, 0, bytes, 0, head.length);
    System.arraycopy(json, 0, bytes, head.length, json.length);
    bytes[bytes.length - 2] = '\n';
    bytes[bytes.length - 1] = '\n';
    for (EventStream stream : streams) {
      stream.send(bytes);
    }
  }

  private byte[] tick() {
    long now = System.nanoTime();
    double seconds = (now - latestNanos) / 1e9;
    latestNanos = now;
    Json json = new Json(4096).begin('{').name("now").value(System.currentTimeMillis());
    json.name("seconds").value(seconds).name("routes").begin('[');
    for (RouteCounts each : routes.read()) {
      if (each.requests > 0) {
        json.begin('{').name("method").value(each.method).name("route").value(each.route);
        RouteCounts.write(json, each.requests, each.errors, each.buckets);
        json.end('}');
      }
    }
    json.end(']').name("jvm");
    readJvm();
    jvm.write(json);
    StateJson.ledger(agent.ledgers(), json.name("ledger"));
    left(json.name("left"));
    return json.end('}').bytes();
  }

  private void readJvm() {
    try {
      jvm.read();
    } catch (NoClassDefFoundError e) {
      // This JVM has no java.management; what is not known is 0.
    }
  }

  private static byte[] logs(List<byte[]> logs) {
    Json json = new Json(4096).begin('{').name("logs").begin('[');
    for (int i = Math.max(0, logs.size() - MAX_LOGS);
        i < logs.size() && json.size() < MAX_EVENT_BYTES;
        i++) {
      json.raw(logs.get(i));
    }
    return json.end(']').end('}').bytes();
  }

  /** How much was not kept, as a member's value. */
  void left(Json json) {
    json.begin('{').name("traces").value(records.tracesLeft());
    json.name("logs").value(records.logsLeft()).end('}');
  }
}
