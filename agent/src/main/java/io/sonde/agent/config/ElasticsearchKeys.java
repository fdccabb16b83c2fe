package io.sonde.agent.config;

import io.sonde.exporter.net.HttpTarget;
import java.net.MalformedURLException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** Log records to Elasticsearch and OpenSearch. */
public final class ElasticsearchKeys {
  private static final String PREFIX = "sonde.exporter.elasticsearch";

  static final Section SECTION =
      new Section(
          "Elasticsearch and OpenSearch", "The log exporter `elasticsearch`, which uses `_bulk`.");

  private static final HttpKeys HTTP =
      new HttpKeys(
          SECTION,
          PREFIX,
          "http://localhost:9200",
          "Where documents are sent to; `/_bulk` is added to its path.");

  public static final Key<String> COMPRESSION =
      SECTION.oneOf(
          PREFIX + ".compression",
          "none",
          "How requests are compressed. `gzip` makes an eighth of them, for three and a half times"
              + " the work of exporting.",
          "gzip",
          "none");

  public static final Key<String> INDEX =
      SECTION.text(
          PREFIX + ".index",
          "logs",
          "The index, with documents of `timestamp`, `level`, `message` and the event's own"
              + " fields. In `logs-%{+YYYY.MM.dd}` the day is that of the event, in UTC; `YYYY`,"
              + " `MM`, `dd` and `HH` are known.");

  public static final Key<String> DATA_STREAM =
      SECTION.text(
          PREFIX + ".data-stream",
          null,
          "A data stream in place of an index, such as `logs-sonde-default`, with documents of the"
              + " Elastic Common Schema.");

  private static final Key<String> USERNAME =
      SECTION.text(PREFIX + ".username", null, "Whose password is shown to the server.");

  private static final Key<String> PASSWORD = SECTION.secret(PREFIX + ".password", "The password.");

  private static final Key<String> API_KEY =
      SECTION.secret(
          PREFIX + ".api-key",
          "An API key in place of a password: as it was `encoded`, or `<id>:<api_key>`.");

  private ElasticsearchKeys() {}

  /**
   * Where the settings say, with credentials. Reads the PEM files.
   *
   * @throws IllegalArgumentException when one of them cannot be used
   */
  public static HttpTarget target(Config config) throws MalformedURLException {
    HttpTarget target = HTTP.target(config);
    String credentials = credentials(config);
    if (credentials == null) {
      return target;
    }
    Map<String, String> headers = new HashMap<>(target.headers());
    headers.put("Authorization", credentials);
    return target.withHeaders(headers);
  }

  private static String credentials(Config config) {
    String key = config.get(API_KEY);
    if (key != null) {
      return "ApiKey " + (key.indexOf(':') < 0 ? key : base64(key));
    }
    String user = config.get(USERNAME);
    String password = config.get(PASSWORD);
    return user == null ? null : "Basic " + base64(user + ":" + (password == null ? "" : password));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
