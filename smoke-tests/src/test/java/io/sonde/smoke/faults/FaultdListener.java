package io.sonde.smoke.faults;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One port, a thread for each connection, and the modes that are about connections. */
final class FaultdListener implements AutoCloseable {
  /** What goes on on a connection; it is closed then. */
  interface Handler {
    void serve(FaultdListener listener, FaultdConnection connection) throws Exception;
  }

  private static final int BACKLOG = 50;

  final FaultdProtocol protocol;
  final Taken taken = new Taken();
  private final Handler handler;
  private final FaultdCertificates certificates;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Set<Socket> held = ConcurrentHashMap.newKeySet();
  private final int port;
  private volatile FaultdSetting setting = FaultdSetting.of(FaultMode.OK);
  private ServerSocket server;
  private Socket placeholder;
  private boolean closed;
  private int requests;

  FaultdListener(FaultdProtocol protocol, Handler handler, FaultdCertificates certificates)
      throws IOException {
    this.protocol = protocol;
    this.handler = handler;
    this.certificates = certificates;
    listen(0);
    port = server.getLocalPort();
  }

  int port() {
    return port;
  }

  FaultdSetting setting() {
    return setting;
  }

  /** From the next request on. */
  synchronized void set(FaultdSetting newSetting) throws IOException {
    if (!protocol.has(newSetting.mode())) {
      throw new IllegalArgumentException(protocol + " has no mode " + newSetting.mode());
    }
    FaultMode old = setting.mode();
    if (newSetting.mode().isCertificate()) {
      certificates.of(newSetting.mode());
    }
    setting = newSetting;
    requests = 0;
    boolean refuses = newSetting.mode() == FaultMode.REFUSE;
    if (refuses && old != FaultMode.REFUSE) {
      refuse();
    } else if (!refuses && old == FaultMode.REFUSE) {
      placeholder.close();
      listen(port);
    }
    if (refuses || old.isCertificate() != newSetting.mode().isCertificate()) {
      resetAll(open);
    }
    resetAll(held);
  }

  /** The setting for the request that comes now, of which it tells the ledger. */
  synchronized FaultdSetting next(FaultdConnection connection) {
    connection.requested();
    boolean spared = ++requests % setting.every() != 0;
    FaultdSetting now = spared ? FaultdSetting.of(FaultMode.OK) : setting;
    taken.request(now.mode());
    return now;
  }

  /** How often {@link #next} was asked since the mode was set; from 1. */
  synchronized int ordinal() {
    return requests;
  }

  /** Leaves a connection as it is, until the mode changes. */
  void hold(FaultdConnection connection) throws IOException {
    held.add(connection.raw);
    if (setting.mode() != FaultMode.ACCEPT_NOREAD) {
      connection.reset();
    }
    throw new Held();
  }

  private static final class Held extends IOException {}

  private void listen(int wanted) throws IOException {
    server = new ServerSocket();
    server.setReuseAddress(true);
    bind(() -> server.bind(address(wanted), BACKLOG));
    ServerSocket own = server;
    start("faultd-" + protocol, () -> accept(own));
  }

  /** A port that is bound and not listened at: nobody else gets it, and who connects is reset. */
  private void refuse() throws IOException {
    server.close();
    placeholder = new Socket();
    placeholder.setReuseAddress(true);
    bind(() -> placeholder.bind(address(port)));
  }

  private static InetSocketAddress address(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private interface Binding {
    void bind() throws IOException;
  }

  /** What was closed just now may hold the port for a moment. */
  private static void bind(Binding binding) throws IOException {
    for (int attempt = 0; ; attempt++) {
      try {
        binding.bind();
        return;
      } catch (BindException e) {
        if (attempt == 3) {
          throw e;
        }
        FaultdConnection.pause();
      }
    }
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept(ServerSocket from) {
    while (true) {
      try {
        Socket socket = from.accept();
        open.add(socket);
        if (setting.mode() == FaultMode.ACCEPT_NOREAD) {
          held.add(socket);
        } else {
          start("faultd-" + protocol + "-connection", () -> serve(socket));
        }
      } catch (IOException e) {
        if (from.isClosed()) {
          return;
        }
      }
    }
  }

  private void serve(Socket socket) {
    boolean keep = false;
    FaultdConnection connection = null;
    try {
      String alpn = protocol == FaultdProtocol.OTLP_GRPC ? "h2" : null;
      FaultMode mode = setting.mode();
      connection =
          new FaultdConnection(socket, () -> certificates.of(mode), mode.isCertificate(), alpn);
      handler.serve(this, connection);
    } catch (Held e) {
      keep = true;
    } catch (IOException e) {
      // Ended by either side.
    } catch (Exception e) {
      taken.malformed(e.toString());
    } finally {
      if (!keep) {
        boolean byClient = open.remove(socket);
        if (connection != null && byClient) {
          taken.givenUp(connection.givenUp());
        }
        try {
          socket.close();
        } catch (IOException e) {
          // Is closed enough.
        }
      }
    }
  }

  private static void resetAll(Set<Socket> sockets) throws IOException {
    for (Socket socket : sockets) {
      sockets.remove(socket);
      FaultdConnection.reset(socket);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (!closed) {
      closed = true;
      server.close();
      if (placeholder != null) {
        placeholder.close();
      }
      resetAll(open);
      resetAll(held);
    }
  }
}
