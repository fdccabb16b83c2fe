package io.sonde.smoke.programs;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;

/** Answers {@code body} to all, in HTTP/1.1 and, without TLS, in HTTP/2. */
public final class Http2Server {
  private Http2Server() {}

  private static final class Body extends HttpServlet {
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().write("body");
    }
  }

  public static void main(String[] args) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    tomcat.getConnector().addUpgradeProtocol(new Http2Protocol());
    Context context = tomcat.addContext("", null);
    Tomcat.addServlet(context, "body", new Body());
    context.addServletMappingDecoded("/body", "body");
    tomcat.start();
    System.out.println("listening " + tomcat.getConnector().getLocalPort());
    System.in.read();
    tomcat.stop();
  }
}
