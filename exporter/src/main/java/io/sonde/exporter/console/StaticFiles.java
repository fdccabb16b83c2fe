package io.sonde.exporter.console;

import io.sonde.exporter.endpoint.HttpRequest;
import io.sonde.exporter.endpoint.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * The files of the page, out of the agent's jar: a fixed list of names, so that no path is ever
 * resolved. Each is read when first asked for.
 */
final class StaticFiles {
  private static final String[] NAMES = {
    "index.html",
    "style.css",
    "icon.svg",
    "uplot.css",
    "uplot.js",
    "agent.js",
    "api.js",
    "app.js",
    "chart.js",
    "dom.js",
    "format.js",
    "history.js",
    "jvm.js",
    "live.js",
    "livelist.js",
    "logline.js",
    "logs.js",
    "overview.js",
    "sql.js",
    "statements.js",
    "theme.js",
    "trace.js",
    "traces.js",
    "waterfall.js",
    "widgets.js",
  };

  /** One file as it is sent. */
  private static final class Loaded {
    final byte[] plain;
    final byte[] packed;
    final String tag;

    Loaded(byte[] plain, String version) {
      this.plain = plain;
      packed = Gzip.of(plain);
      CRC32 sum = new CRC32();
      sum.update(plain);
      tag = '"' + version + '-' + Long.toHexString(sum.getValue()) + '"';
    }
  }

  private final String version;
  private final Map<String, Loaded> files = new HashMap<String, Loaded>();

  StaticFiles(String version) {
    this.version = version;
  }

  /**
   * @param headers for every answer
   * @return null when there is no such file
   */
  HttpResponse answer(HttpRequest request, String name, String headers) {
    for (String known : NAMES) {
      if (known.equals(name)) {
        return answer(request, name, type(name), headers);
      }
    }
    return null;
  }

  private static String type(String name) {
    if (name.endsWith(".js")) {
      return "text/javascript; charset=utf-8";
    }
    if (name.endsWith(".svg")) {
      return "image/svg+xml";
    }
    return name.endsWith(".css") ? "text/css; charset=utf-8" : "text/html; charset=utf-8";
  }

  private HttpResponse answer(HttpRequest request, String name, String type, String headers) {
    Loaded file = files.get(name);
    if (file == null) {
      byte[] bytes = read(name);
      if (bytes == null) {
        return HttpResponse.text(
            "404 Not Found", headers, "not in the agent's jar, or that was replaced\n");
      }
      file = new Loaded(bytes, version);
      files.put(name, file);
    }
    String all = headers + "ETag: " + file.tag + "\r\nCache-Control: no-cache\r\n";
    if (file.tag.equals(request.noneMatch())) {
      return HttpResponse.notModified(all);
    }
    return Gzip.accepted(request)
        ? HttpResponse.of("200 OK", type, all + Gzip.HEADER, file.packed)
        : HttpResponse.of("200 OK", type, all + Gzip.VARIES, file.plain);
  }

  private static byte[] read(String name) {
    try (InputStream in = StaticFiles.class.getResourceAsStream(name)) {
      if (in == null) {
        return null;
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        bytes.write(buffer, 0, n);
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      return null;
    }
  }
}
