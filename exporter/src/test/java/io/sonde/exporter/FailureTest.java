package io.sonde.exporter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which failures cost a batch one of its attempts, and which are worth a warning. */
class FailureTest {
  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new ConnectException("Connection refused"), true, false),
        Arguments.of(new UnknownHostException("collector"), true, true),
        Arguments.of(new SSLHandshakeException("PKIX path building failed"), true, true),
        Arguments.of(new SocketTimeoutException("no answer within the time-out"), false, true),
        Arguments.of(new SocketException("Connection reset"), false, false),
        Arguments.of(new EOFException("connection closed by the peer"), false, false),
        Arguments.of(new InterruptedIOException("interrupted"), false, false),
        Arguments.of(new IOException("HTTP: malformed chunk"), false, true),
        Arguments.of(new OutOfMemoryError("test"), false, true),
        // It answered, that it may be taken later.
        Arguments.of(null, false, true));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void areToldApart(Throwable failure, boolean unreachable, boolean warned) {
    assertEquals(unreachable, Failure.isUnreachable(failure));
    assertEquals(warned, !Failure.isAbsence(failure));
  }
}
