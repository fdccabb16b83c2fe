package io.sonde.smoke.faults;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** What {@link Faultd} speaks, each on a port of its own. */
enum FaultdProtocol {
  OTLP_HTTP("otlp", FaultMode.PARTIAL),
  OTLP_GRPC("otlp-grpc", FaultMode.PARTIAL, FaultMode.H2_GOAWAY),
  LOKI("loki", FaultMode.PARTIAL),
  ELASTICSEARCH("elasticsearch", FaultMode.ITEM_ERRORS),
  ZIPKIN("zipkin"),
  REMOTE_WRITE("remote-write", FaultMode.PARTIAL),
  LOGSTASH("logstash");

  private static final Set<FaultMode> SPECIAL =
      EnumSet.of(FaultMode.PARTIAL, FaultMode.ITEM_ERRORS, FaultMode.H2_GOAWAY);
  private static final Set<FaultMode> OF_LOGSTASH =
      EnumSet.of(
          FaultMode.OK,
          FaultMode.REFUSE,
          FaultMode.ACCEPT_NOREAD,
          FaultMode.SLOW_DRIP,
          FaultMode.RST_MID,
          FaultMode.WRONG_CA,
          FaultMode.EXPIRED_CERT);

  private final String text;
  private final Set<FaultMode> own;

  FaultdProtocol(String text, FaultMode... own) {
    this.text = text;
    this.own = Set.of(own);
  }

  static FaultdProtocol of(String text) {
    return Arrays.stream(values())
        .filter(protocol -> protocol.text.equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no protocol '" + text + "'"));
  }

  /** Whether it has such a mode. */
  boolean has(FaultMode mode) {
    return this == LOGSTASH
        ? OF_LOGSTASH.contains(mode)
        : own.contains(mode) || !SPECIAL.contains(mode);
  }

  @Override
  public String toString() {
    return text;
  }
}
