package io.sonde.exporter.prometheus;

import io.sonde.bootstrap.AgentLog;
import io.sonde.bootstrap.AgentThread;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;

/**
 * An HTTP/1.1 server of one thread for {@code GET /metrics}. Clients that are slow, idle or gone
 * cost no thread and at most 64 connections (jmx_exporter#327, #700). Thread safe.
 */
public final class PrometheusServer {
  private static final int BACKLOG = 64;

  /** So that a flood of connections leaves time for those that are open. */
  private static final int MAX_ACCEPTS = 16;

  private static final long TICK_MILLIS = 1000;
  private static final long MAX_RETRY_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final String host;
  private final int port;
  private final EndpointAccess access;
  private final Routes routes;
  private final Connections connections = new Connections();
  private Selector selector;
  private Thread thread;
  private long retryNanos = TimeUnit.SECONDS.toNanos(1);
  private long nextBind;
  private SelectionKey listening;
  private volatile int boundPort = -1;
  private volatile boolean closed;

  /**
   * @param host the address to listen on; {@code 0.0.0.0} for all
   * @param port 0 to 65535; 0 for a free one
   */
  public PrometheusServer(String host, int port, Exposition exposition, EndpointAccess access) {
    this.host = host;
    this.port = port;
    this.access = access;
    routes = new Routes(exposition, access);
  }

  /**
   * Listens, and starts the server's thread. When the port is taken one line says so, and the
   * thread tries again until it is free. Throws nothing. To be called once.
   */
  public synchronized void start() {
    try {
      selector = Selector.open();
      bindOrWarn();
      thread =
          AgentThread.start(
              "prometheus",
              new Runnable() {
                @Override
                public void run() {
                  try {
                    loop();
                  } finally {
                    release();
                  }
                }
              });
    } catch (Exception e) {
      release();
      AgentLog.warn(
          "No Prometheus endpoint (otel.exporter.prometheus.host, otel.exporter.prometheus.port)",
          e);
    }
  }

  /** The port it listens on; -1 while that is taken by another. */
  public int port() {
    return boundPort;
  }

  /** Frees the port and closes all connections, within two seconds. */
  public synchronized void close() {
    closed = true;
    if (thread == null) {
      return;
    }
    selector.wakeup();
    try {
      thread.join(2000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void bindOrWarn() {
    try {
      bind();
    } catch (IOException e) {
      nextBind = System.nanoTime() + retryNanos;
      boolean busy = e instanceof BindException;
      AgentLog.warn(
          "Prometheus endpoint: cannot listen on port "
              + port
              + " (otel.exporter.prometheus.port), no metrics are served there until it is free;"
              + " trying again every few seconds",
          busy ? null : e);
    }
  }

  private void bind() throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open();
    try {
      server.configureBlocking(false);
      server.bind(new InetSocketAddress(host, port), BACKLOG);
      listening = server.register(selector, SelectionKey.OP_ACCEPT);
      boundPort = server.socket().getLocalPort();
    } finally {
      if (listening == null) {
        server.close();
      }
    }
  }

  private void bindAgain() {
    try {
      bind();
      AgentLog.info("Prometheus endpoint: listening on port " + boundPort);
    } catch (IOException e) {
      retryNanos = Math.min(2 * retryNanos, MAX_RETRY_NANOS);
      nextBind = System.nanoTime() + retryNanos;
    }
  }

  private void loop() {
    while (!closed) {
      try {
        // An idle endpoint never wakes up.
        boolean timed = listening == null || !listensNow() || !connections.isEmpty();
        selector.select(timed ? TICK_MILLIS : 0);
        if (listening == null && System.nanoTime() - nextBind >= 0) {
          bindAgain();
        } else if (listening != null && !listensNow()) {
          listening.interestOps(SelectionKey.OP_ACCEPT);
        }
      } catch (IOException e) {
        AgentLog.warn("Prometheus endpoint ended", e);
        return;
      }
      for (Iterator<SelectionKey> i = selector.selectedKeys().iterator(); i.hasNext(); ) {
        SelectionKey key = i.next();
        i.remove();
        if (key == listening) {
          accept((ServerSocketChannel) key.channel());
        } else if (key.isValid()) {
          proceed((HttpConnection) key.attachment());
        }
      }
      connections.closeExpired(System.nanoTime());
    }
  }

  private boolean listensNow() {
    return listening.interestOps() != 0;
  }

  private void accept(ServerSocketChannel server) {
    try {
      for (int i = 0; i < MAX_ACCEPTS; i++) {
        SocketChannel channel = server.accept();
        if (channel == null) {
          return;
        }
        open(channel);
      }
    } catch (IOException e) {
      // Out of file descriptors: the waiting client would wake the selector for ever. Next tick.
      listening.interestOps(0);
    }
  }

  private void open(SocketChannel channel) throws IOException {
    try {
      channel.configureBlocking(false);
      channel.socket().setTcpNoDelay(true);
      SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
      HttpConnection connection = new HttpConnection(access.transport(channel), key, routes);
      key.attach(connection);
      connections.add(connection);
    } catch (IOException e) {
      channel.close();
    }
  }

  private void proceed(HttpConnection connection) {
    boolean open = false;
    try {
      open = connection.proceed();
    } catch (IOException e) {
      // The client is gone, which is its right.
    } catch (Throwable t) {
      AgentLog.warn("Prometheus endpoint: a connection failed", t);
    }
    if (open) {
      connections.limitPending(connection);
    } else {
      connections.close(connection);
    }
  }

  private void release() {
    boundPort = -1;
    connections.closeAll();
    try {
      if (listening != null) {
        listening.channel().close();
      }
      if (selector != null) {
        selector.close();
      }
    } catch (IOException e) {
      // Nothing more to give back.
    }
  }
}
