package io.sonde.benchmarks.micro.woven;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketImpl;

/** A connected socket that takes everything and answers the same, again and again. */
final class CannedSocket extends Socket {
  private final byte[] answer;

  CannedSocket(byte[] answer) throws SocketException {
    super((SocketImpl) null);
    this.answer = answer;
  }

  @Override
  public boolean isBound() {
    return true;
  }

  @Override
  public boolean isConnected() {
    return true;
  }

  @Override
  public int getSoTimeout() {
    return 0;
  }

  @Override
  public OutputStream getOutputStream() {
    return OutputStream.nullOutputStream();
  }

  @Override
  public InputStream getInputStream() {
    return new InputStream() {
      @Override
      public int read() {
        throw new UnsupportedOperationException();
      }

      /** One answer for each call, as a server has it ready when it was asked. */
      @Override
      public int read(byte[] buffer, int offset, int length) {
        System.arraycopy(answer, 0, buffer, offset, answer.length);
        return answer.length;
      }
    };
  }
}
