package io.sonde.benchmarks.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** An application that agents are attached to. */
enum Application {
  /** The small Spring Boot service. */
  SERVICE(
      List.of(new Page("/hello", "/hello"), new Page("/db", "/db"), new Page("/redis", "/redis"))),
  /** The shop of the Shoe Hub: a list of products out of a database, counted in Redis. */
  SHOP(List.of(new Page("/api/products", "/api/products"))),
  /** Apache Tomcat as it is downloaded, with its examples. */
  TOMCAT(
      List.of(
          new Page("servlet", "/examples/servlets/servlet/HelloWorldExample"),
          new Page("JSP", "/examples/jsp/jsp2/el/basic-arithmetic.jsp")));

  /** What is asked for. The first page of an application is the one that tells that it is up. */
  record Page(String name, String path) {}

  final List<Page> pages;

  Application(List<Page> pages) {
    this.pages = pages;
  }

  String title() {
    return switch (this) {
      case SERVICE -> "the small Spring Boot service";
      case SHOP -> "the Shoe Hub's shop";
      case TOMCAT -> "Apache Tomcat's examples";
    };
  }

  /** The end of the command line, from what names the program on. */
  List<String> program(Path jars) {
    return switch (this) {
      case SERVICE -> List.of("-jar", jars.resolve("service.jar").toString());
      case SHOP -> List.of("-jar", jars.resolve("shop.jar").toString());
      case TOMCAT -> {
        String home = jars.resolve(Tomcat.HOME).toString();
        yield List.of(
            "-Djava.util.logging.config.file=" + home + "/conf/logging.properties",
            "-Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager",
            "-Djava.io.tmpdir=" + home + "/temp",
            "-Dcatalina.home=" + home,
            "-Dcatalina.base=" + home,
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "-cp",
            home + "/bin/bootstrap.jar:" + home + "/bin/tomcat-juli.jar",
            "org.apache.catalina.startup.Bootstrap",
            "start");
      }
    };
  }

  /** Tells the application its ports, and Tomcat that connections stay open. */
  Map<String, String> environment(int port, int redisPort) {
    return Map.of(
        "SERVICE_PORT", "" + port,
        "SHOP_PORT", "" + port,
        "SERVER_TOMCAT_MAX_KEEP_ALIVE_REQUESTS", "-1",
        "REDIS_PORT", "" + redisPort);
  }
}
