package io.sonde.smoke.programs.faults;

import java.nio.file.Files;
import java.util.Enumeration;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ValveBase;
import org.apache.tomcat.util.http.MimeHeaders;

/**
 * Tells what it received, on any Tomcat from 9 to 11: a valve, so that neither {@code javax} nor
 * {@code jakarta} is mentioned. Says {@code port <n>} when it serves, and ends at a line.
 */
public final class TomcatVersions extends ValveBase {
  public static void main(String[] args) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(Files.createTempDirectory("versions").toString());
    tomcat.setPort(0);
    tomcat.setSilent(true);
    tomcat.addContext("", null);
    tomcat.getHost().getPipeline().addValve(new TomcatVersions());
    tomcat.getConnector().setProperty("maxHttpHeaderSize", "65536");
    tomcat.getConnector().setProperty("maxHeaderCount", "200");
    tomcat.start();
    System.out.println("port " + tomcat.getConnector().getLocalPort());
    System.in.read();
    tomcat.stop();
    tomcat.destroy();
  }

  @Override
  public void invoke(Request request, Response response) {
    StringBuilder answer = new StringBuilder();
    answer.append(request.getMethod()).append(' ').append(request.getDecodedRequestURI());
    answer.append('?').append(request.getQueryString()).append('\n');
    MimeHeaders headers = request.getCoyoteRequest().getMimeHeaders();
    for (Enumeration<String> names = headers.names(); names.hasMoreElements(); ) {
      String name = names.nextElement();
      for (Enumeration<String> values = headers.values(name); values.hasMoreElements(); ) {
        answer.append(name).append(": ").append(values.nextElement()).append('\n');
      }
    }
    response.getCoyoteResponse().setStatus(request.getQueryString() == null ? 200 : 202);
    try {
      response.getReporter().print(answer);
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
