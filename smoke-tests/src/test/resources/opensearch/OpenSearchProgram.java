import org.codelibs.opensearch.runner.OpenSearchRunner;

/**
 * One node of OpenSearch, until its stdin ends. Compiled by the JDK that runs it: OpenSearch's
 * classes are of a later release than the tests'.
 */
final class OpenSearchProgram {
  public static void main(String[] args) throws Exception {
    OpenSearchRunner runner = new OpenSearchRunner();
    runner
        .onBuild(
            (number, settings) -> {
              settings.put("discovery.type", "single-node");
              settings.put("http.host", "127.0.0.1");
              settings.put("http.port", args[1]);
              settings.put("transport.port", args[2]);
              settings.put("cluster.routing.allocation.disk.threshold_enabled", false);
            })
        .build(OpenSearchRunner.newConfigs().basePath(args[0]).numOfNode(1));
    System.in.read();
    runner.close();
    System.exit(0);
  }
}
