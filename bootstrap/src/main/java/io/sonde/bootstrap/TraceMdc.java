package io.sonde.bootstrap;

import java.io.Serializable;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The diagnostic context of one log event: that of the application, and the ids of the span. Their
 * text is made when a layout asks for it; most ask for nothing. Writing changes the event alone and
 * is as safe as it is for a {@code HashMap}, which the event would have otherwise: converters of
 * applications mask values there (fault H1). The ids cannot be overwritten.
 */
public final class TraceMdc extends AbstractMap<String, String> implements Serializable {
  private static final long serialVersionUID = 1;

  private final transient Span span;

  /** May be null. */
  private transient Map<String, String> application;

  /**
   * @param application a copy that is this event's own, or null
   */
  public TraceMdc(Span span, Map<String, String> application) {
    this.span = span;
    this.application = application;
  }

  public Span span() {
    return span;
  }

  /** What the application put there, or null. */
  public Map<String, String> application() {
    return application;
  }

  @Override
  public String get(Object key) {
    if ("trace_id".equals(key)) {
      return span.traceIdText();
    }
    if ("span_id".equals(key)) {
      return span.spanIdText();
    }
    if ("trace_flags".equals(key)) {
      return span.sampled() ? "01" : "00";
    }
    return application == null ? null : application.get(key);
  }

  @Override
  public boolean containsKey(Object key) {
    return get(key) != null;
  }

  @Override
  public String put(String key, String value) {
    if (application == null) {
      application = new HashMap<String, String>();
    }
    return application.put(key, value);
  }

  @Override
  public String remove(Object key) {
    return application == null ? null : application.remove(key);
  }

  @Override
  public Set<Entry<String, String>> entrySet() {
    return copy().entrySet();
  }

  /** Elsewhere, where the event may be sent to, this class does not exist. */
  private Object writeReplace() {
    return copy();
  }

  private Map<String, String> copy() {
    Map<String, String> copy = new HashMap<String, String>();
    if (application != null) {
      copy.putAll(application);
    }
    copy.put("trace_id", get("trace_id"));
    copy.put("span_id", get("span_id"));
    copy.put("trace_flags", get("trace_flags"));
    return copy;
  }
}
