package io.sonde.exporter.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.exporter.TestCertificate;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HttpProxyTest {
  private static SSLContext context;

  private final ProxySelector before = ProxySelector.getDefault();
  private final List<URI> asked = new ArrayList<>();

  @BeforeAll
  static void makeCertificate() throws Exception {
    context = new TestCertificate("http-proxy").context();
  }

  @AfterEach
  void restore() {
    ProxySelector.setDefault(before);
  }

  private void select(Proxy.Type type, HttpPeer proxy) {
    select(List.of(new Proxy(type, InetSocketAddress.createUnresolved("127.0.0.1", proxy.port()))));
  }

  private void select(List<Proxy> proxies) {
    ProxySelector.setDefault(
        new ProxySelector() {
          @Override
          public List<Proxy> select(URI uri) {
            asked.add(uri);
            if (proxies != null && proxies.isEmpty()) {
              throw new IllegalStateException("broken");
            }
            return proxies;
          }

          @Override
          public void connectFailed(URI uri, SocketAddress address, IOException e) {}
        });
  }

  private static HttpSender sender(String url) throws IOException {
    return new HttpSender(new URL(url), Map.of(), context.getSocketFactory(), 20_000);
  }

  private static int post(HttpSender sender) throws IOException {
    return sender.post("text/plain", null, new byte[5], 5).status();
  }

  /** Lets through what comes on either side, until both have ended. */
  private static void join(HttpPeer.Connection client, int port) throws Exception {
    try (Socket server = new Socket(Proxy.NO_PROXY)) {
      server.connect(new InetSocketAddress("localhost", port));
      Thread back =
          new Thread(
              () -> {
                try {
                  server.getInputStream().transferTo(client.socket.getOutputStream());
                } catch (IOException ended) {
                  // By either side.
                }
              });
      back.start();
      client.in.transferTo(server.getOutputStream());
      server.close();
      back.join();
    }
  }

  private static final HttpPeer.Script HTTP =
      client -> {
        String target = client.head().split("[ :]")[2];
        client.write("HTTP/1.1 200 Connection established\r\nVia: x\r\n\r\n");
        join(client, Integer.parseInt(target));
      };

  private static final HttpPeer.Script SOCKS =
      client -> {
        DataInputStream in = new DataInputStream(client.in);
        assertEquals(0x050100, in.readUnsignedByte() << 16 | in.readUnsignedShort());
        client.write("\u0005\u0000");
        assertEquals(0x05010003, in.readInt());
        assertEquals("localhost", new String(in.readNBytes(in.readUnsignedByte())));
        int port = in.readUnsignedShort();
        client.write("\u0005\u0000\u0000\u0003\u0003abcde");
        join(client, port);
      };

  @Test
  void requestsToAProxyNameTheHost() throws Exception {
    try (HttpPeer proxy = new HttpPeer(HttpPeer.SERVE)) {
      select(Proxy.Type.HTTP, proxy);
      HttpSender sender = sender("http://user:secret@nowhere.invalid:4318/x?y");
      assertEquals(200, post(sender));
      assertEquals(200, post(sender));
      assertEquals(1, proxy.accepted.get());
      String head = proxy.heads.get(1);
      assertTrue(head.startsWith("POST http://nowhere.invalid:4318/x?y HTTP/1.1\r\n"), head);
      assertTrue(head.contains("\r\nHost: nowhere.invalid:4318\r\n"), head);
      assertEquals(List.of(URI.create("http://nowhere.invalid:4318/")), asked);

      select(List.of(Proxy.NO_PROXY));
      sender.close();
      assertThrows(IOException.class, () -> post(sender));
    }
  }

  @Test
  void tlsGoesThroughATunnel() throws Exception {
    try (HttpPeer peer = new HttpPeer(context.getServerSocketFactory(), HttpPeer.SERVE);
        HttpPeer proxy = new HttpPeer(HTTP)) {
      select(Proxy.Type.HTTP, proxy);
      HttpSender sender = sender("https://localhost:" + peer.port() + "/x");
      assertEquals(200, post(sender));
      assertEquals(200, post(sender));
      assertEquals(1, proxy.accepted.get());
      String authority = "localhost:" + peer.port();
      assertEquals(
          List.of("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n"),
          proxy.heads);
      assertTrue(peer.heads.get(1).startsWith("POST /x HTTP/1.1\r\nHost: " + authority + "\r\n"));
      assertEquals(List.of(URI.create("https://" + authority + "/")), asked);
      sender.close();
    }
  }

  @Test
  void aProxyThatRefusesIsTold() throws Exception {
    HttpPeer.Script refusing =
        client -> {
          client.head();
          client.write("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
          client.awaitEnd();
        };
    try (HttpPeer proxy = new HttpPeer(refusing)) {
      select(Proxy.Type.HTTP, proxy);
      assertEquals(
          "the proxy answered CONNECT with HTTP status 407: the proxy wants credentials",
          assertThrows(ConnectException.class, () -> post(sender("https://h/"))).getMessage());
    }
  }

  @Test
  void socks() throws Exception {
    try (HttpPeer peer = new HttpPeer(HttpPeer.SERVE);
        HttpPeer secure = new HttpPeer(context.getServerSocketFactory(), HttpPeer.SERVE);
        HttpPeer proxy = new HttpPeer(SOCKS)) {
      select(Proxy.Type.SOCKS, proxy);
      assertEquals(200, post(sender("http://localhost:" + peer.port())));
      assertTrue(peer.heads.get(0).startsWith("POST / HTTP/1.1\r\n"));
      assertEquals(200, post(sender("https://localhost:" + secure.port())));
      assertEquals(2, proxy.accepted.get());
      assertEquals(List.of(), proxy.failures);
    }
  }

  @Test
  void aSocksProxyThatRefusesIsTold() throws Exception {
    HttpPeer.Script password =
        client -> {
          client.in.readNBytes(3);
          client.write("\u0005\u00ff");
        };
    HttpPeer.Script away =
        client -> {
          client.in.readNBytes(3);
          client.write("\u0005\u0000");
          client.in.readNBytes(5 + "localhost".length() + 2);
          client.write("\u0005\u0004\u0000\u0001\u0000");
        };
    HttpPeer.Script silent = client -> client.in.readNBytes(3);
    try (HttpPeer proxy = new HttpPeer(password, away, silent)) {
      select(Proxy.Type.SOCKS, proxy);
      for (String part : new String[] {"password", "code 4", "closed"}) {
        ConnectException e =
            assertThrows(ConnectException.class, () -> post(sender("http://localhost:1")));
        assertTrue(e.getMessage().contains(part), e.getMessage());
      }
    }
  }

  @Test
  void aBrokenSelectorMeansDirect() throws Exception {
    try (HttpPeer peer = new HttpPeer(HttpPeer.SERVE)) {
      List<Proxy> none = new ArrayList<>();
      none.add(null);
      for (List<Proxy> broken : Arrays.asList(null, List.<Proxy>of(), none)) {
        select(broken);
        assertEquals(200, post(sender("http://my_host@localhost:" + peer.port())));
      }
      assertEquals(3, asked.size());
      ProxySelector.setDefault(null);
      assertEquals(200, post(sender("http://localhost:" + peer.port())));
      assertFalse(peer.heads.isEmpty());
    }
  }

  @Test
  void thePropertiesOfTheJvmCount() throws Exception {
    try (HttpPeer proxy = new HttpPeer(HttpPeer.SERVE)) {
      System.setProperty("http.proxyHost", "127.0.0.1");
      System.setProperty("http.proxyPort", "" + proxy.port());
      assertEquals(200, post(sender("http://my_collector.invalid/")));
      System.setProperty("http.nonProxyHosts", "*.invalid");
      assertThrows(IOException.class, () -> post(sender("http://my_collector.invalid/")));
    } finally {
      System.clearProperty("http.proxyHost");
      System.clearProperty("http.proxyPort");
      System.clearProperty("http.nonProxyHosts");
    }
  }
}
