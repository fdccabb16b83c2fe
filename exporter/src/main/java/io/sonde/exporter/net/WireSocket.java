package io.sonde.exporter.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketImpl;

/**
 * A wire in the shape of a connected socket, for {@code SSLSocketFactory} to layer TLS over. So TLS
 * has what a wire has and its own sockets have not: a time-out for writing, and one for reading
 * that a peer cannot stretch by a record that drips in.
 */
final class WireSocket extends Socket {
  private final Wire wire;
  private final int port;
  private boolean closed;

  /** Of whatever is done next. */
  Deadline deadline;

  WireSocket(Wire wire, int port) throws SocketException {
    // Without a SocketImpl: an application may have set a factory of these.
    super((SocketImpl) null);
    this.wire = wire;
    this.port = port;
  }

  @Override
  public InputStream getInputStream() {
    return new InputStream() {
      private final byte[] one = new byte[1];

      @Override
      public int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] bytes, int from, int count) throws IOException {
        return count == 0 ? 0 : wire.read(bytes, from, count, deadline);
      }
    };
  }

  @Override
  public OutputStream getOutputStream() {
    return new OutputStream() {
      @Override
      public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int from, int count) throws IOException {
        wire.write(bytes, 0, bytes, from, count, deadline);
      }
    };
  }

  @Override
  public boolean isConnected() {
    return true;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    wire.close();
  }

  @Override
  public int getPort() {
    return port;
  }

  /** TLS goes by the name that it was given. */
  @Override
  public InetAddress getInetAddress() {
    return null;
  }

  @Override
  public int getSoTimeout() {
    return 0;
  }

  @Override
  public void setSoTimeout(int millis) {
    // The deadline says.
  }

  @Override
  public void shutdownInput() {
    // Before it is closed.
  }

  @Override
  public void shutdownOutput() {
    // Before it is closed.
  }
}
