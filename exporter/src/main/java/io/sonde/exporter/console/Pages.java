package io.sonde.exporter.console;

import io.sonde.bootstrap.TraceCapture;
import io.sonde.exporter.endpoint.EventStream;
import io.sonde.exporter.endpoint.HttpRequest;
import io.sonde.exporter.endpoint.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** What the console keeps, and which path shows what of it. For the endpoint's thread. */
final class Pages {
  private static final String API = "/console/api/";
  private static final String FILES = "/console/";
  private static final String NO_STORE = "Cache-Control: no-store\r\n";
  private static final String JSON = "application/json; charset=utf-8";
  private static final int SMALL = 4096;
  private static final int MAX_LOGS = 1000;
  private static final int DEFAULT_LOGS = 500;
  private static final int POINTS_PER_MINUTE = 60 / History.STEP_SECONDS;
  private static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(History.STEP_SECONDS);

  private final AgentView agent;
  private final StaticFiles files;
  private final Records records;
  private final History history;
  private final Live live;
  private final long startedAt;
  private long nextStep = System.nanoTime() + STEP_NANOS;

  /**
   * @param startedAt in milliseconds since the epoch
   */
  Pages(TraceCapture capture, long maxBytes, AgentView agent, long startedAt) {
    this.agent = agent;
    this.startedAt = startedAt;
    files = new StaticFiles(agent.version());
    records = new Records(capture, maxBytes / 4 * 3);
    history = new History(maxBytes / 4);
    live = new Live(records, agent);
  }

  void tick() {
    boolean watched = live.forgetEnded();
    records.fill(watched);
    if (System.nanoTime() - nextStep >= 0) {
      nextStep = Math.max(nextStep + STEP_NANOS, System.nanoTime());
      history.step(System.currentTimeMillis());
    }
    if (watched) {
      live.send(records.newTraces, records.newLogs);
    }
  }

  /**
   * @param headers for every answer
   */
  HttpResponse answer(HttpRequest request, String headers) {
    String path = request.path();
    if (path.startsWith(API)) {
      return api(request, path.substring(API.length()), headers + NO_STORE);
    }
    String name = path.equals("/") ? "index.html" : path.substring(FILES.length());
    HttpResponse file = files.answer(request, name, headers);
    return file != null ? file : HttpResponse.text("404 Not Found", headers, "not found\n");
  }

  private HttpResponse api(HttpRequest request, String name, String headers) {
    switch (name) {
      case "state":
        return json(request, StateJson.of(agent, startedAt, live), headers);
      case "history":
        int minutes = number(request, "minutes", 60, 60);
        return json(request, history.json(minutes * POINTS_PER_MINUTE), headers);
      case "statements":
        return json(request, Statements.json(), headers);
      case "traces":
        return json(request, records.traces.list(request.parameter("sort")), headers);
      case "trace":
        return json(request, records.traces.find(request.parameter("id")), headers);
      case "logs":
        int limit = number(request, "limit", DEFAULT_LOGS, MAX_LOGS);
        int severity = severity(request.parameter("level"));
        return json(request, records.logs.list(severity, limit), headers);
      case "live":
        return live(request, headers);
      default:
        return json(request, null, headers);
    }
  }

  private HttpResponse live(HttpRequest request, String headers) {
    if (request.method().equals("HEAD")) {
      return HttpResponse.text("200 OK", headers, "");
    }
    EventStream stream = live.open();
    return stream == null
        ? HttpResponse.text("503 Service Unavailable", headers, "too many look already\n")
        : HttpResponse.events(headers, stream);
  }

  /**
   * @param json null when there is nothing of that name
   */
  private static HttpResponse json(HttpRequest request, byte[] json, String headers) {
    if (json == null) {
      byte[] error =
          "{\"error\":\"not found, or not kept any more\"}".getBytes(StandardCharsets.UTF_8);
      return HttpResponse.of("404 Not Found", JSON, headers, error);
    }
    return json.length > SMALL && Gzip.accepted(request)
        ? HttpResponse.of("200 OK", JSON, headers + Gzip.HEADER, Gzip.of(json))
        : HttpResponse.of("200 OK", JSON, headers + Gzip.VARIES, json);
  }

  /** At least 1; {@code byDefault} when it is absent or no number. */
  private static int number(HttpRequest request, String name, int byDefault, int max) {
    String text = request.parameter(name);
    try {
      return text == null ? byDefault : Math.max(1, Math.min(max, Integer.parseInt(text)));
    } catch (NumberFormatException e) {
      return byDefault;
    }
  }

  private static int severity(String level) {
    if (level == null) {
      return 1;
    }
    switch (level) {
      case "DEBUG":
        return 5;
      case "INFO":
        return 9;
      case "WARN":
        return 13;
      case "ERROR":
        return 17;
      default:
        return 1;
    }
  }
}
