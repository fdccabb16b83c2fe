package io.sonde.smoke.faults;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** One connection, seen from the server. For one thread. */
final class FaultdConnection {
  private static final int TLS_HANDSHAKE = 22;

  /** Less than any time-out of an exporter in these tests. */
  private static final long GIVEN_UP_NANOS = 1_500_000_000L;

  /** Below TLS. */
  final Socket raw;

  final Socket socket;
  final InputStream in;
  final OutputStream out;

  /** When it was made, and of the second request on when its head came. */
  private long began = System.nanoTime();

  private int requests;
  private List<TakenRecord> answered = List.of();

  /**
   * Waits for the first octet, which tells whether the client speaks TLS.
   *
   * @param always whether there is nothing but TLS
   * @param alpn the protocol to agree to, or null
   */
  FaultdConnection(Socket raw, Supplier<SSLContext> tls, boolean always, String alpn)
      throws IOException {
    this.raw = raw;
    raw.setTcpNoDelay(true);
    int first = raw.getInputStream().read();
    byte[] read = first < 0 ? new byte[0] : new byte[] {(byte) first};
    InputStream consumed = new ByteArrayInputStream(read);
    if (always || first == TLS_HANDSHAKE) {
      SSLSocket secure = (SSLSocket) tls.get().getSocketFactory().createSocket(raw, consumed, true);
      if (alpn != null) {
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {alpn});
        secure.setSSLParameters(parameters);
      }
      secure.startHandshake();
      socket = secure;
      in = new BufferedInputStream(secure.getInputStream());
    } else {
      socket = raw;
      in = new BufferedInputStream(new SequenceInputStream(consumed, raw.getInputStream()));
    }
    out = socket.getOutputStream();
  }

  /** The head of a request has come. */
  void requested() {
    began = requests++ == 0 ? began : System.nanoTime();
    answered = List.of();
  }

  /** The request is answered, and {@code records} taken by it. */
  void answered(List<TakenRecord> records) {
    answered = records;
  }

  /**
   * What the last answer took that a client gave up waiting for, which has just ended the
   * connection: who reads an answer goes on, or ends at once.
   */
  List<TakenRecord> givenUp() {
    return System.nanoTime() - began >= GIVEN_UP_NANOS ? answered : List.of();
  }

  /** Sends a reset. */
  void reset() throws IOException {
    reset(raw);
  }

  static void reset(Socket socket) throws IOException {
    try {
      socket.setSoLinger(true, 0);
    } catch (SocketException e) {
      // Somebody has closed it.
    }
    socket.close();
  }

  /** Reads to the end, whatever it is. */
  void drain() throws IOException {
    in.transferTo(OutputStream.nullOutputStream());
  }

  /** Ends it behind what was written; a close with octets unread would be a reset. */
  void end() throws IOException {
    socket.shutdownOutput();
    drain();
  }

  /** Writes one octet a second. */
  void drip(byte[] octets) throws IOException {
    for (byte octet : octets) {
      out.write(octet);
      out.flush();
      pause();
    }
  }

  static void pause() {
    try {
      Thread.sleep(1000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
