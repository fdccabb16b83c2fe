package io.sonde.exporter.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who cannot be connected to, and who moved. */
class UnreachableTest {
  /** The kernel of a listener whose queue is full answers nothing at all. */
  @Test
  void aConnectionThatIsNotAnsweredIsNoAnswer() throws Exception {
    List<Socket> waiting = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      try {
        for (int i = 0; i < 10; i++) {
          Socket socket = new Socket();
          waiting.add(socket);
          socket.connect(full.getLocalSocketAddress(), 200);
        }
        Assumptions.abort("this kernel takes any number of connections");
      } catch (IOException expected) {
        // It is full.
      }
      URL url = new URL("http", "127.0.0.1", full.getLocalPort(), "/");
      HttpSender sender = new HttpSender(url, Map.of(), null, 300);
      IOException e =
          assertThrows(
              ConnectException.class, () -> sender.post("text/plain", null, new byte[1], 1));
      assertEquals("no connection within the time-out", e.getMessage());
    } finally {
      for (Socket socket : waiting) {
        socket.close();
      }
    }
  }

  @Test
  void aProxyThatDoesNotAnswerIsNoAnswer() throws Exception {
    try (HttpPeer mute = new HttpPeer(HttpPeer.Connection::awaitEnd)) {
      for (String scheme : new String[] {"http", "socks"}) {
        Process process =
            Forked.java(
                "-D" + (scheme.equals("http") ? "https.proxy" : "socksProxy") + "Host=127.0.0.1",
                "-D"
                    + (scheme.equals("http") ? "https.proxy" : "socksProxy")
                    + "Port="
                    + mute.port(),
                Post.class.getName(),
                "https://collector.invalid:1");
        assertEquals(
            "java.net.ConnectException: no answer of the proxy within the time-out",
            new String(process.getInputStream().readAllBytes()).trim());
      }
    }
  }

  /** A peer that fails may be one that is shut down after its service has moved. */
  @Test
  void aConnectionWithAFailingPeerIsNotKept() throws Exception {
    HttpPeer.Script failing =
        connection -> {
          connection.request();
          connection.write("HTTP/1.1 503 Unavailable\r\nContent-Length: 0\r\n\r\n");
          connection.awaitEnd();
        };
    HttpPeer.Script busy =
        connection -> {
          while (connection.request() != null) {
            connection.write("HTTP/1.1 429 Slow Down\r\nContent-Length: 0\r\n\r\n");
          }
        };
    try (HttpPeer peer = new HttpPeer(failing, busy)) {
      HttpSender sender = peer.sender(20_000);
      assertEquals(503, sender.post("text/plain", null, new byte[1], 1).status());
      assertEquals(429, sender.post("text/plain", null, new byte[1], 1).status());
      assertEquals(429, sender.post("text/plain", null, new byte[1], 1).status());
      assertEquals(2, peer.accepted.get());
    }
  }

  /**
   * With the JVM's own names from a file, and its cache at one second instead of thirty. The first
   * host fails its connection at the end; nobody listens there when the name is resolved anew.
   */
  @Test
  void aHostThatMovedIsFound(@TempDir Path folder) throws Exception {
    Path hosts = folder.resolve("hosts");
    Files.writeString(hosts, "127.0.0.1 collector.test\n");
    try (HttpPeer before = new HttpPeer(HttpPeer.SERVE)) {
      int port = before.port();
      Process process =
          Forked.java(
              "-Djdk.net.hosts.file=" + hosts,
              "-Dsun.net.inetaddress.ttl=1",
              Post.class.getName(),
              "http://collector.test:" + port,
              "until-moved");
      assertEquals("200", Forked.line(process));
      before.close();
      try (ServerSocket after = new ServerSocket(port, 10, InetAddress.getByName("127.0.0.2"))) {
        after.setSoTimeout(60_000);
        Files.writeString(hosts, "127.0.0.2 collector.test\n");
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        try (Socket socket = after.accept()) {
          socket.getInputStream().read(new byte[4096]);
          socket.getOutputStream().write(HttpPeer.OK.getBytes());
          assertEquals("200", Forked.line(process));
        }
      }
      assertEquals(0, process.waitFor());
      assertTrue(before.accepted.get() >= 1);
    }
  }

  /** Posts to a URL; with a second argument again after a line of stdin, until it is taken. */
  static final class Post {
    public static void main(String[] args) throws Exception {
      HttpSender sender = new HttpSender(new URL(args[0]), Map.of(), null, 1000);
      if (args.length == 1) {
        try {
          sender.post("text/plain", null, new byte[1], 1);
        } catch (IOException e) {
          System.out.println(e);
        }
        return;
      }
      System.out.println(sender.post("text/plain", null, new byte[1], 1).status());
      System.in.read();
      while (true) {
        try {
          System.out.println(sender.post("text/plain", null, new byte[1], 1).status());
          return;
        } catch (IOException e) {
          // Nobody listens any more, or the file of names is just being written.
          Thread.sleep(50);
        }
      }
    }
  }

  private static final class Forked {
    static Process java(String... arguments) throws IOException {
      List<String> command = new ArrayList<>();
      command.add(System.getProperty("java.home") + "/bin/java");
      command.add("-cp");
      command.add(System.getProperty("java.class.path"));
      command.addAll(List.of(arguments));
      return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    static String line(Process process) throws IOException {
      StringBuilder line = new StringBuilder();
      for (int c = process.getInputStream().read(); c > '\n'; ) {
        line.append((char) c);
        c = process.getInputStream().read();
      }
      return line.toString();
    }
  }
}
