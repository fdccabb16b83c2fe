package io.sonde.benchmarks.micro;

import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapSetter;
import io.sonde.bootstrap.HeaderSetter;
import io.sonde.bootstrap.http.HttpServerRequest;
import java.util.List;

/** A request without a server: its facts are fields, so that reading them costs next to nothing. */
public final class Message {
  public static final HttpServerRequest<Message> READER = new Reader();
  static final TextMapGetter<Message> GETTER = new Getter();
  static final HeaderSetter<Message> SETTER = (message, name, value) -> message.set(name, value);
  static final TextMapSetter<Message> SDK_SETTER =
      (message, name, value) -> message.set(name, value);

  final String method = "GET";
  final String path = "/users/42";
  final String scheme = "http";
  final String protocolVersion = "1.1";
  final String userAgent = "curl/8.5.0";
  final String host = "shop.example";
  String traceparent;

  private String header(String name) {
    return switch (name) {
      case "traceparent" -> traceparent;
      case "user-agent" -> userAgent;
      case "host" -> host;
      default -> null;
    };
  }

  private void set(String name, String value) {
    if (name.equals("traceparent")) {
      traceparent = value;
    }
  }

  private static final class Reader implements HttpServerRequest<Message> {
    @Override
    public String method(Message message) {
      return message.method;
    }

    @Override
    public String path(Message message) {
      return message.path;
    }

    @Override
    public String query(Message message) {
      return null;
    }

    @Override
    public String scheme(Message message) {
      return message.scheme;
    }

    @Override
    public String protocolVersion(Message message) {
      return message.protocolVersion;
    }

    @Override
    public String peerAddress(Message message) {
      return null;
    }

    @Override
    public String header(Message message, String name) {
      return message.header(name);
    }
  }

  private static final class Getter implements TextMapGetter<Message> {
    @Override
    public Iterable<String> keys(Message message) {
      return List.of("traceparent", "user-agent", "host");
    }

    @Override
    public String get(Message message, String name) {
      return message.header(name);
    }
  }
}
