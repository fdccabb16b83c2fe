package io.sonde.smoke.programs.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.Authenticator;
import java.net.CacheRequest;
import java.net.CacheResponse;
import java.net.CookieHandler;
import java.net.DatagramSocket;
import java.net.HttpURLConnection;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ResponseCache;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketImpl;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.security.Security;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;

/**
 * Sets what a JVM has one of, in its main method, to what works for nobody, then queries a
 * database. At a line of stdin it says what the agent's threads have called of it, what is not as
 * it was set, and which system properties and MBeans there are; then it ends.
 */
public final class GlobalChoices {
  private static final Set<String> CALLED = new ConcurrentSkipListSet<>();

  /** What must still be what it was set to. */
  private static final Map<String, Supplier<Object>> SET = new TreeMap<>();

  private GlobalChoices() {}

  public static void main(String[] args) throws Exception {
    PrintStream out = System.out;
    Properties before = (Properties) System.getProperties().clone();
    setAll();
    Map<String, Object> values = new TreeMap<>();
    SET.forEach((name, get) -> values.put(name, get.get()));
    Properties set = (Properties) System.getProperties().clone();
    query();
    out.println("port 0");
    System.in.read();
    query();
    out.println("called " + CALLED);
    SET.forEach(
        (name, get) ->
            out.println(name + (values.get(name).equals(get.get()) ? " kept" : " lost")));
    out.println("properties " + (set.equals(System.getProperties()) ? "kept" : "changed"));
    tell(out, before);
    out.println(
        "beans "
            + new TreeSet<>(ManagementFactory.getPlatformMBeanServer().queryNames(null, null)));
    System.exit(0);
  }

  /** The JVM itself appends an agent to the class path. */
  private static void tell(PrintStream out, Properties properties) {
    for (String name : new TreeSet<>(properties.stringPropertyNames())) {
      if (!name.equals("java.class.path")) {
        out.println(name + "=" + properties.getProperty(name).replace("\n", "\\n"));
      }
    }
  }

  private static void called(String what) {
    if (Thread.currentThread().getName().startsWith("sonde-")) {
      CALLED.add(what);
    }
  }

  private static void query() throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:globals");
        ResultSet rows = connection.createStatement().executeQuery("select 1 from dual")) {
      rows.next();
    }
  }

  @SuppressWarnings("deprecation")
  private static void setAll() throws Exception {
    Socket.setSocketImplFactory(GlobalChoices::noSocket);
    ServerSocket.setSocketFactory(GlobalChoices::noSocket);
    DatagramSocket.setDatagramSocketImplFactory(
        () -> {
          called("datagram sockets");
          return null;
        });
    URL.setURLStreamHandlerFactory(
        protocol -> {
          // Class paths are of URLs, too, and ask for theirs.
          if (protocol.startsWith("http")) {
            called("URL handlers");
          }
          return null;
        });
    URLConnection.setContentHandlerFactory(
        type -> {
          called("content handlers");
          return null;
        });
    setForUrls();
    setForTls();
    setForAll();
  }

  /** The JDK's TLS asks for one for each of its sockets, and does nothing with it. */
  private static SocketImpl noSocket() {
    for (StackTraceElement frame : new Throwable().getStackTrace()) {
      if (frame.getClassName().startsWith("sun.security.ssl.")) {
        return null;
      }
    }
    called("sockets");
    return null;
  }

  private static void setForUrls() {
    ProxySelector.setDefault(new NoProxy());
    SET.put("proxies", ProxySelector::getDefault);
    Authenticator.setDefault(new NoPassword());
    SET.put("authenticator", Authenticator::getDefault);
    CookieHandler.setDefault(new NoCookies());
    SET.put("cookies", CookieHandler::getDefault);
    ResponseCache.setDefault(new NoCache());
    SET.put("cache", ResponseCache::getDefault);
    HttpURLConnection.setFollowRedirects(false);
    SET.put("redirects", HttpURLConnection::getFollowRedirects);
    URLConnection.setDefaultUseCaches("http", false);
    SET.put("uses caches", () -> URLConnection.getDefaultUseCaches("http"));
  }

  private static void setForTls() throws Exception {
    // Not initialised: it throws whatever it is asked.
    SSLContext.setDefault(SSLContext.getInstance("TLS"));
    SET.put(
        "TLS",
        () -> {
          try {
            return SSLContext.getDefault();
          } catch (Exception e) {
            return e;
          }
        });
    HostnameVerifier nobody =
        (host, session) -> {
          called("host names");
          return false;
        };
    HttpsURLConnection.setDefaultHostnameVerifier(nobody);
    SET.put("host names", HttpsURLConnection::getDefaultHostnameVerifier);
    System.setProperty("javax.net.ssl.trustStore", "/no/such/file");
    System.setProperty("javax.net.ssl.keyStore", "/no/such/file");
    System.setProperty("jdk.tls.client.protocols", "TLSv1.2");
  }

  private static void setForAll() {
    for (String proxy : List.of("http.", "https.", "socks")) {
      System.setProperty(proxy + (proxy.equals("socks") ? "ProxyHost" : "proxyHost"), "192.0.2.1");
    }
    System.setProperty("http.keepAlive", "false");
    System.setProperty("sun.net.client.defaultConnectTimeout", "1");
    System.setProperty("sun.net.client.defaultReadTimeout", "1");
    System.setProperty("line.separator", "|");
    Security.setProperty("networkaddress.cache.ttl", "7");
    SET.put("seconds of a name", () -> Security.getProperty("networkaddress.cache.ttl"));
    Locale.setDefault(Locale.forLanguageTag("tr-TR"));
    SET.put("locale", Locale::getDefault);
    TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
    SET.put("time zone", TimeZone::getDefault);
    Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> called("uncaught " + thrown));
    SET.put("uncaught exceptions", Thread::getDefaultUncaughtExceptionHandler);
    System.setOut(new PrintStream(new Stream("System.out")));
    SET.put("System.out", () -> System.out);
    System.setErr(new PrintStream(new Stream("System.err")));
    SET.put("System.err", () -> System.err);
    LogManager.getLogManager().reset();
    Logger.getLogger("").addHandler(new Log());
    SET.put("handlers", () -> List.of(Logger.getLogger("").getHandlers()));
  }

  /** Whom an agent may well ask: it is how its user tells the way to a backend. */
  private static final class NoProxy extends ProxySelector {
    @Override
    public List<Proxy> select(URI uri) {
      throw new IllegalStateException("no proxy");
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
      called("failed proxies");
    }
  }

  private static final class NoPassword extends Authenticator {
    @Override
    protected PasswordAuthentication getPasswordAuthentication() {
      called("passwords");
      return null;
    }
  }

  private static final class NoCookies extends CookieHandler {
    @Override
    public Map<String, List<String>> get(URI uri, Map<String, List<String>> headers) {
      called("cookies");
      return Map.of();
    }

    @Override
    public void put(URI uri, Map<String, List<String>> headers) {
      called("cookies");
    }
  }

  private static final class NoCache extends ResponseCache {
    @Override
    public CacheResponse get(URI uri, String method, Map<String, List<String>> headers) {
      called("cache");
      return null;
    }

    @Override
    public CacheRequest put(URI uri, URLConnection connection) {
      called("cache");
      return null;
    }
  }

  private static final class Stream extends OutputStream {
    private final String name;

    Stream(String name) {
      this.name = name;
    }

    @Override
    public void write(int octet) {
      called(name);
    }
  }

  private static final class Log extends Handler {
    @Override
    public void publish(LogRecord record) {
      called("logging of " + record.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
