package io.sonde.benchmarks.micro.encode;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;

/** A request over HTTP that reaches nobody, and is answered with 200. */
final class NullConnection extends HttpURLConnection {
  private static boolean installed;
  private static long bytes;

  private NullConnection(URL url) {
    super(url);
  }

  /** Makes all of this process's connections such ones. */
  static synchronized void install() {
    if (!installed) {
      installed = true;
      URL.setURLStreamHandlerFactory(protocol -> protocol.equals("http") ? new Handler() : null);
    }
  }

  /** What was sent since it was asked last. One thread sends. */
  static long takeBytes() {
    long sent = bytes;
    bytes = 0;
    return sent;
  }

  private static final class Handler extends URLStreamHandler {
    @Override
    protected URLConnection openConnection(URL url) {
      return new NullConnection(url);
    }
  }

  @Override
  public OutputStream getOutputStream() {
    return new OutputStream() {
      @Override
      public void write(int octet) {
        bytes++;
      }

      @Override
      public void write(byte[] body, int offset, int length) {
        bytes += length;
      }
    };
  }

  @Override
  public int getResponseCode() {
    return 200;
  }

  @Override
  public InputStream getInputStream() {
    return InputStream.nullInputStream();
  }

  @Override
  public void connect() {}

  @Override
  public void disconnect() {}

  @Override
  public boolean usingProxy() {
    return false;
  }
}
