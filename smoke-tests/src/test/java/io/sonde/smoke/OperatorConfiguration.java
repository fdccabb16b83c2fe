package io.sonde.smoke;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.Yaml;

/**
 * The scrape configuration that the Prometheus Operator makes of a monitor, but for where targets
 * come from: a file has the labels here that the discovery in a cluster would give them.
 */
final class OperatorConfiguration {
  private OperatorConfiguration() {}

  /**
   * @param monitor the file of a ServiceMonitor or PodMonitor with one endpoint
   */
  static String of(String monitor, String targetsFile) throws IOException {
    boolean service = Example.yaml(monitor, "kind").equals("ServiceMonitor");
    String name = (String) Example.yaml(monitor, "metadata", "name");
    String namespace = (String) Example.yaml(monitor, "metadata", "namespace");
    Map<?, ?> labels = (Map<?, ?>) Example.yaml(monitor, "spec", "selector", "matchLabels");
    Map<?, ?> endpoint =
        (Map<?, ?>) Example.yaml(monitor, "spec", service ? "endpoints" : "podMetricsEndpoints", 0);
    String object = service ? "__meta_kubernetes_service" : "__meta_kubernetes_pod";
    String portName =
        service
            ? "__meta_kubernetes_endpoint_port_name"
            : "__meta_kubernetes_pod_container_port_name";

    List<Map<String, Object>> relabel = new ArrayList<>();
    relabel.add(to("__tmp_prometheus_job_name", "job"));
    for (Map.Entry<?, ?> label : new TreeMap<>(labels).entrySet()) {
      relabel.add(
          keep(
              "(" + label.getValue() + ");true",
              object + "_label_" + label.getKey(),
              object + "_labelpresent_" + label.getKey()));
    }
    relabel.add(keep(endpoint.get("port").toString(), portName));
    relabel.add(to("namespace", "__meta_kubernetes_namespace"));
    if (service) {
      relabel.add(to("service", "__meta_kubernetes_service_name"));
    }
    relabel.add(to("pod", "__meta_kubernetes_pod_name"));
    relabel.add(to("container", "__meta_kubernetes_pod_container_name"));
    Map<String, Object> ended = keep("(Failed|Succeeded)", "__meta_kubernetes_pod_phase");
    ended.put("action", "drop");
    relabel.add(ended);
    relabel.add(
        service
            ? to("job", "__meta_kubernetes_service_name")
            : Map.of("target_label", "job", "replacement", namespace + "/" + name));
    relabel.add(Map.of("target_label", "endpoint", "replacement", endpoint.get("port")));

    Map<String, Object> scrape = new LinkedHashMap<>();
    scrape.put(
        "job_name", (service ? "serviceMonitor/" : "podMonitor/") + namespace + "/" + name + "/0");
    scrape.put("file_sd_configs", List.of(Map.of("files", List.of(targetsFile))));
    scrape.put("scrape_interval", endpoint.get("interval"));
    scrape.put("scrape_timeout", endpoint.get("scrapeTimeout"));
    scrape.put("metrics_path", endpoint.get("path"));
    scrape.put("relabel_configs", relabel);
    return new Yaml().dump(Map.of("scrape_configs", List.of(scrape)));
  }

  private static Map<String, Object> to(String target, String source) {
    return Map.of("source_labels", List.of(source), "target_label", target);
  }

  private static Map<String, Object> keep(String regex, String... sources) {
    return new LinkedHashMap<>(
        Map.of("action", "keep", "source_labels", List.of(sources), "regex", regex));
  }
}
