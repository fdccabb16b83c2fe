package io.sonde.exporter;

import io.sonde.bootstrap.Text;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** What an attempt that threw says; null is one that was answered. */
final class Failure {
  private Failure() {}

  /**
   * Whether no batch could have passed, so that this one is not to blame. A certificate that is not
   * trusted is the same for all.
   */
  static boolean isUnreachable(Throwable failure) {
    return failure instanceof ConnectException
        || failure instanceof UnknownHostException
        || failure instanceof SSLException;
  }

  /**
   * Whether nobody is there, or went away, or we ended the attempt ourselves: with destinations by
   * default and restarts of a backend that is nothing to warn of. An answer, or a wait for one in
   * vain, is.
   */
  static boolean isAbsence(Throwable failure) {
    return failure instanceof SocketException
        || failure instanceof EOFException
        || failure instanceof InterruptedIOException
            && !(failure instanceof SocketTimeoutException);
  }

  /** Only the messages of input and output are known to carry nothing of the application's. */
  static String reason(Throwable failure) {
    String type = Text.simpleName(failure.getClass().getName());
    String message = failure instanceof IOException ? failure.getMessage() : null;
    return message == null ? type : type + ": " + Text.cut(message, 160);
  }
}
