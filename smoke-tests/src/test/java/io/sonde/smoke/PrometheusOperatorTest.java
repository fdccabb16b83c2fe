package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sonde.testing.AgentCommand;
import io.sonde.testing.AgentProcess;
import io.sonde.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/**
 * The documents' ServiceMonitor, and a PodMonitor for the agent's own port: a real Prometheus
 * scrapes what the operator would have it scrape. No cluster: what the discovery finds there is
 * written down from the manifests.
 */
class PrometheusOperatorTest {
  private static final String SERVICE_MONITOR = "prometheus/service-monitor.yml";
  private static final String POD_MONITOR = "prometheus/pod-monitor.yml";
  private static final String MANIFESTS = "prometheus/kubernetes.yml";
  private static final int REQUESTS = 7;

  @TempDir Path folder;

  private static Map<?, ?> manifest(String file, String kind) throws IOException {
    for (Object document : new Yaml().loadAll(Example.text(file))) {
      if (((Map<?, ?>) document).get("kind").equals(kind)) {
        return (Map<?, ?>) document;
      }
    }
    throw new AssertionError(kind);
  }

  private static Object at(Object node, Object... path) {
    for (Object key : path) {
      node = key instanceof Integer ? ((List<?>) node).get((int) key) : ((Map<?, ?>) node).get(key);
    }
    return node;
  }

  /** The port of that name. */
  private static Map<?, ?> port(Object ports, Object name) {
    List<?> named = ((List<?>) ports).stream().filter(p -> at(p, "name").equals(name)).toList();
    assertEquals(1, named.size(), () -> "port " + name + " of " + ports);
    return (Map<?, ?>) named.get(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {MANIFESTS, "kubernetes/operator.yaml", "kubernetes/init-container.yaml"})
  void theManifestsBelongTogether(String manifests) throws IOException {
    for (String file : List.of(SERVICE_MONITOR, POD_MONITOR)) {
      assertEquals("monitoring.coreos.com/v1", Example.yaml(file, "apiVersion"));
      // The chart's Prometheus looks for no other.
      assertEquals(
          Map.of("release", "kube-prometheus-stack"), Example.yaml(file, "metadata", "labels"));
    }
    assertEquals("ServiceMonitor", Example.yaml(SERVICE_MONITOR, "kind"));
    assertEquals("PodMonitor", Example.yaml(POD_MONITOR, "kind"));
    Map<?, ?> service = manifest(manifests, "Service");
    Map<?, ?> deployment = manifest(manifests, "Deployment");
    assertEquals("v1", service.get("apiVersion"));
    assertEquals("apps/v1", deployment.get("apiVersion"));
    Object podLabels = at(deployment, "spec", "template", "metadata", "labels");
    assertEquals(podLabels, at(deployment, "spec", "selector", "matchLabels"));
    assertEquals(podLabels, at(service, "spec", "selector"));
    assertEquals(podLabels, Example.yaml(POD_MONITOR, "spec", "selector", "matchLabels"));
    assertEquals(
        at(service, "metadata", "labels"),
        Example.yaml(SERVICE_MONITOR, "spec", "selector", "matchLabels"));
    for (String file : List.of(SERVICE_MONITOR, POD_MONITOR)) {
      List<?> namespaces = (List<?>) Example.yaml(file, "spec", "namespaceSelector", "matchNames");
      assertTrue(namespaces.contains(at(service, "metadata", "namespace")));
      assertTrue(namespaces.contains(at(deployment, "metadata", "namespace")));
    }

    Object container = at(deployment, "spec", "template", "spec", "containers", 0);
    Map<?, ?> named =
        port(
            at(service, "spec", "ports"),
            Example.yaml(SERVICE_MONITOR, "spec", "endpoints", 0, "port"));
    port(at(container, "ports"), named.get("targetPort"));
    Map<?, ?> own =
        port(
            at(container, "ports"),
            Example.yaml(POD_MONITOR, "spec", "podMetricsEndpoints", 0, "port"));
    // otel.exporter.prometheus.port by default.
    assertEquals(9464, own.get("containerPort"));
    // The operator adds the environment to the container that has none.
    Object agent =
        at(container, "env") == null
            ? Example.yaml("kubernetes/instrumentation.yaml", "spec", "java")
            : container;
    assertEquals(
        Example.yaml(SERVICE_MONITOR, "spec", "endpoints", 0, "path"),
        environment(agent, "SONDE_PROMETHEUS_APPLICATION_PATH"));
  }

  private static String environment(Object container, String name) {
    return (String) at(port(at(container, "env"), name), "value");
  }

  /** What the discovery says of a port of a container in a pod behind the service. */
  private static Map<String, Object> target(int port, String app, String portName) {
    Map<String, String> labels = new HashMap<>();
    for (String object : List.of("service", "pod")) {
      labels.put("__meta_kubernetes_" + object + "_label_app", app);
      labels.put("__meta_kubernetes_" + object + "_labelpresent_app", "true");
      labels.put("__meta_kubernetes_" + object + "_name", app);
    }
    labels.put("__meta_kubernetes_namespace", "default");
    labels.put("__meta_kubernetes_endpoint_port_name", portName);
    labels.put("__meta_kubernetes_pod_container_port_name", portName);
    labels.put("__meta_kubernetes_pod_container_name", app);
    labels.put("__meta_kubernetes_pod_phase", "Running");
    return Map.of("targets", List.of("127.0.0.1:" + port), "labels", labels);
  }

  private RealPrometheus prometheus(String monitor, Path targets) throws IOException {
    Path own = Files.createDirectories(folder.resolve(Path.of(monitor).getFileName()));
    return new RealPrometheus(
        OperatorConfiguration.of(monitor, targets.toString()), own, "exemplar-storage");
  }

  @Test
  void whatTheOperatorMakesOfThemIsScraped() throws Exception {
    String path =
        environment(
            at(manifest(MANIFESTS, "Deployment"), "spec", "template", "spec", "containers", 0),
            "SONDE_PROMETHEUS_APPLICATION_PATH");
    SpringBoot spring = new SpringBoot("3.5.16");
    try (Servers servers = new Servers()) {
      AgentCommand command =
          spring
              .command(servers)
              .environment("SONDE_PROMETHEUS_APPLICATION_PATH", path)
              .environment("OTEL_TRACES_EXPORTER", "none")
              .environment("OTEL_LOGS_EXPORTER", "none")
              .environment("OTEL_METRICS_EXPORTER", "prometheus");
      List<Map<String, Object>> discovered = new ArrayList<>();
      discovered.add(target(spring.port, "my-app", "http"));
      discovered.add(target(command.prometheusPort(), "my-app", "metrics"));
      discovered.add(target(spring.port, "another", "http"));
      discovered.add(target(command.prometheusPort(), "another", "metrics"));
      Path targets = folder.resolve("targets.json");
      new ObjectMapper().writeValue(targets.toFile(), discovered);
      try (AgentProcess process = command.start()) {
        SpringBoot.awaitStart(process);
        Http http = new Http(spring.port);
        for (int i = 0; i < REQUESTS; i++) {
          assertEquals(200, http.get("/shoes/7").statusCode());
        }
        try (RealPrometheus services = prometheus(SERVICE_MONITOR, targets);
            RealPrometheus pods = prometheus(POD_MONITOR, targets)) {
          scraped(services, "my-app", "http", spring.port);
          scraped(pods, "monitoring/my-app", "metrics", command.prometheusPort());
        }
        process.terminate();
      }
    }
  }

  private static void scraped(RealPrometheus prometheus, String job, String endpoint, int port) {
    Await.until("up", () -> !prometheus.query("up == 1").isEmpty());
    assertEquals(1, prometheus.query("up").size());
    String labels =
        "{job=\"%s\",endpoint=\"%s\",namespace=\"default\",pod=\"my-app\",container=\"my-app\",instance=\"127.0.0.1:%d\"}"
            .formatted(job, endpoint, port);
    assertEquals(1, prometheus.query("up" + labels).size(), labels);
    assertEquals(
        String.valueOf(REQUESTS),
        prometheus.query("http_requests_total{status=\"200\"}").at("/0/value/1").asText());
  }
}
