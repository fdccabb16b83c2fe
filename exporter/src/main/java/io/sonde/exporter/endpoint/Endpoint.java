package io.sonde.exporter.endpoint;

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
 * An HTTP/1.1 server of one thread. Clients that are slow, idle or gone cost no thread and at most
 * 64 connections (jmx_exporter#327, #700). Thread safe.
 */
public final class Endpoint {
  private static final int BACKLOG = 64;

  /** So that a flood of connections leaves time for those that are open. */
  private static final int MAX_ACCEPTS = 16;

  private static final long TICK_MILLIS = 1000;
  private static final long MAX_RETRY_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final String host;
  private final int port;
  private final EndpointAccess access;
  private final Handler[] handlers;
  private final Routes routes;
  private final Connections connections = new Connections();
  private Selector selector;
  private Thread thread;
  private long retryNanos = TimeUnit.SECONDS.toNanos(1);
  private long nextBind;

  /** 0 when no handler has anything to do without a request. */
  private long tickNanos;

  private long nextTick;
  private SelectionKey listening;
  private volatile int boundPort = -1;
  private volatile boolean closed;

  /**
   * @param host the address to listen on; {@code 0.0.0.0} for all
   * @param port 0 to 65535; 0 for a free one
   * @param handlers are asked in this order
   */
  public Endpoint(String host, int port, EndpointAccess access, Handler... handlers) {
    this.host = host;
    this.port = port;
    this.access = access;
    this.handlers = handlers;
    routes = new Routes(access, handlers);
    for (Handler handler : handlers) {
      tickNanos = Math.max(tickNanos, TimeUnit.MILLISECONDS.toNanos(handler.tickMillis()));
    }
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
              "endpoint",
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
          "No endpoint (otel.exporter.prometheus.host, otel.exporter.prometheus.port)", e);
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
      tellNoPort(busy ? null : e);
    }
  }

  private void tellNoPort(IOException reason) {
    StringBuilder missing = new StringBuilder();
    boolean asked = false;
    for (Handler handler : handlers) {
      missing.append(missing.length() == 0 ? "no " : " and no ").append(handler.purpose());
      asked |= handler.asked();
    }
    String line =
        "endpoint: cannot listen on port "
            + port
            + " (otel.exporter.prometheus.port), "
            + missing
            + " there until it is free; trying again every few seconds";
    if (asked) {
      AgentLog.warn(line, reason);
    } else {
      AgentLog.info(line);
    }
  }

  private void bind() throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open();
    try {
      server.configureBlocking(false);
      server.bind(new InetSocketAddress(host, port), BACKLOG);
      listening = server.register(selector, SelectionKey.OP_ACCEPT);
      // Not socket(), which loads an adapter's classes: milliseconds of each start.
      boundPort = ((InetSocketAddress) server.getLocalAddress()).getPort();
      nextTick = System.nanoTime() + tickNanos;
    } finally {
      if (listening == null) {
        server.close();
      }
    }
  }

  private void bindAgain() {
    try {
      bind();
      AgentLog.info("endpoint: listening on port " + boundPort);
    } catch (IOException e) {
      retryNanos = Math.min(2 * retryNanos, MAX_RETRY_NANOS);
      nextBind = System.nanoTime() + retryNanos;
    }
  }

  private void loop() {
    while (!closed) {
      try {
        selector.select(patienceMillis());
        if (listening == null && System.nanoTime() - nextBind >= 0) {
          bindAgain();
        } else if (listening != null && !listensNow()) {
          listening.interestOps(SelectionKey.OP_ACCEPT);
        }
      } catch (IOException e) {
        AgentLog.warn("The endpoint ended", e);
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
      long now = System.nanoTime();
      connections.closeExpired(now);
      if (ticks() && now - nextTick >= 0) {
        tick(now);
      }
    }
  }

  private boolean ticks() {
    return tickNanos > 0 && listening != null;
  }

  /** 0 for ever: an idle endpoint whose handlers have nothing to do never wakes up. */
  private long patienceMillis() {
    if (ticks()) {
      long left = TimeUnit.NANOSECONDS.toMillis(nextTick - System.nanoTime());
      return Math.max(1, Math.min(TICK_MILLIS, left + 1));
    }
    return listening == null || !listensNow() || !connections.isEmpty() ? TICK_MILLIS : 0;
  }

  /** Not more often when one came late. */
  private void tick(long now) {
    nextTick = Math.max(nextTick + tickNanos, now);
    for (Handler handler : handlers) {
      try {
        handler.tick();
      } catch (Throwable t) {
        handler.failed(t);
      }
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
      AgentLog.warn("endpoint: a connection failed", t);
    }
    if (open) {
      connections.limitPending(connection);
    } else {
      connections.close(connection);
    }
  }

  private void release() {
    boundPort = -1;
    for (Handler handler : handlers) {
      handler.closed();
    }
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
