package io.sonde.smoke.programs;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;

/** A server that asks itself for {@code /stock} at each request for {@code /orders}. */
public final class OrderChain extends HttpServlet {
  private static final long serialVersionUID = 1;

  private final transient HttpClient client = HttpClient.newHttpClient();

  private OrderChain() {}

  public static void main(String[] args) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(Files.createTempDirectory("orders").toString());
    tomcat.setPort(0);
    tomcat.setSilent(true);
    Context context = tomcat.addContext("", null);
    OrderChain servlet = new OrderChain();
    Tomcat.addServlet(context, "orders", servlet);
    context.addServletMappingDecoded("/orders", "orders");
    context.addServletMappingDecoded("/stock", "orders");
    tomcat.getConnector();
    tomcat.start();
    System.out.println("port " + tomcat.getConnector().getLocalPort());
    while (System.in.read() >= 0) {}
    System.exit(0);
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getRequestURI().equals("/orders")) {
      URI stock = URI.create("http://127.0.0.1:" + request.getLocalPort() + "/stock");
      try {
        client.send(HttpRequest.newBuilder(stock).build(), HttpResponse.BodyHandlers.discarding());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    response.getWriter().print("ok");
  }
}
