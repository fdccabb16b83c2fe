package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sonde.testing.AgentCommand;
import io.sonde.testing.Backend;
import io.sonde.testing.ReceivedSpan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** The manifests of {@code examples/kubernetes}, by the schemas that the operators have. */
class KubernetesTest {
  private static final String PROMETHEUS_OPERATOR =
      "github.com/prometheus-operator/prometheus-operator@v0.77.1";
  private static final String OPENTELEMETRY_OPERATOR =
      "github.com/open-telemetry/opentelemetry-operator@v0.135.0";

  private static final Path RULES = Path.of("../examples/prometheus/rules");
  private static final Path PROMETHEUS_RULE =
      Path.of("../examples/kubernetes/prometheus-rule.yaml");

  private static CrdSchema monitoring(String plural) throws Exception {
    Path module = GoModule.folder(PROMETHEUS_OPERATOR);
    String file = "example/prometheus-operator-crd/monitoring.coreos.com_" + plural + ".yaml";
    return CrdSchema.of(module.resolve(file), "v1");
  }

  private static void conforms(CrdSchema schema, Object value) {
    assertEquals(List.of(), schema.errors(value));
  }

  @ParameterizedTest
  @CsvSource({
    "prometheus/service-monitor.yml, servicemonitors",
    "prometheus/pod-monitor.yml, podmonitors",
    "kubernetes/prometheus-rule.yaml, prometheusrules",
  })
  void thePrometheusOperatorKnowsIt(String file, String plural) throws Exception {
    conforms(monitoring(plural), Example.yaml(file));
    assertEquals(
        Map.of("release", "kube-prometheus-stack"), Example.yaml(file, "metadata", "labels"));
  }

  @Test
  void theOpenTelemetryOperatorKnowsIt() throws Exception {
    Path file =
        GoModule.folder(OPENTELEMETRY_OPERATOR)
            .resolve("config/crd/bases/opentelemetry.io_instrumentations.yaml");
    conforms(CrdSchema.of(file, "v1alpha1"), Example.yaml("kubernetes/instrumentation.yaml"));
  }

  /** The chart hands it to the operator as it is. */
  @Test
  void theValuesAreOnesOfAPrometheus() throws Exception {
    conforms(
        monitoring("prometheuses").at("spec"),
        Example.yaml("kubernetes/values.yaml", "prometheus", "prometheusSpec"));
  }

  /** A Prometheus' resource has containers and volumes, too, with the schemas of Kubernetes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "kubernetes/operator.yaml",
        "kubernetes/init-container.yaml",
        "prometheus/kubernetes.yml"
      })
  void kubernetesKnowsIt(String file) throws Exception {
    CrdSchema prometheus = monitoring("prometheuses").at("spec");
    Map<?, ?> pod = pod(file);
    for (Object name : pod.keySet()) {
      if (pod.get(name) instanceof List<?> list) {
        list.forEach(item -> conforms(prometheus.at((String) name), item));
      } else {
        conforms(prometheus.at((String) name), pod.get(name));
      }
    }
  }

  private static Map<?, ?> pod(String file) throws IOException {
    Map<?, ?> deployment = (Map<?, ?>) new Yaml().loadAll(Example.text(file)).iterator().next();
    Map<?, ?> template = (Map<?, ?>) ((Map<?, ?>) deployment.get("spec")).get("template");
    return (Map<?, ?>) template.get("spec");
  }

  private static Map<?, ?> first(Object list) {
    return (Map<?, ?>) ((List<?>) list).get(0);
  }

  @Test
  void theInitContainerCopiesTheAgentToWhereItIsLookedFor() throws IOException {
    Map<?, ?> pod = pod("kubernetes/init-container.yaml");
    Map<?, ?> init = first(pod.get("initContainers"));
    Map<?, ?> application = first(pod.get("containers"));
    List<?> command = (List<?>) init.get("command");
    assertEquals(List.of("cp", "/javaagent.jar"), command.subList(0, 2));
    assertEquals("-javaagent:" + command.get(2), environment(application).get("JAVA_TOOL_OPTIONS"));
    Map<?, ?> mount = first(init.get("volumeMounts"));
    assertEquals(mount.get("mountPath"), "" + Path.of((String) command.get(2)).getParent());
    for (String field : List.of("name", "mountPath")) {
      assertEquals(mount.get(field), first(application.get("volumeMounts")).get(field));
    }
    assertEquals(mount.get("name"), first(pod.get("volumes")).get("name"));
    assertEquals(
        init.get("image"),
        Example.yaml("kubernetes/instrumentation.yaml", "spec", "java", "image"));
  }

  private static Map<String, String> environment(Map<?, ?> container) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (Object each : (List<?>) container.get("env")) {
      Map<?, ?> variable = (Map<?, ?>) each;
      variables.put((String) variable.get("name"), (String) variable.get("value"));
    }
    return variables;
  }

  /** An application with what the operator adds to a container, as its sources have it. */
  @Test
  void whatTheOperatorInjectsAttachesTheAgent() throws Exception {
    Map<?, ?> spec = (Map<?, ?>) Example.yaml("kubernetes/instrumentation.yaml", "spec");
    AgentCommand command = OrderService.command().withoutAgent();
    try (Backend backend = Backend.start()) {
      environment((Map<?, ?>) spec.get("java")).forEach(command::environment);
      command
          .environment("OTEL_PROPAGATORS", String.join(",", (List<String>) spec.get("propagators")))
          .environment(
              "OTEL_TRACES_SAMPLER", (String) ((Map<?, ?>) spec.get("sampler")).get("type"))
          .environment(
              "OTEL_TRACES_SAMPLER_ARG", (String) ((Map<?, ?>) spec.get("sampler")).get("argument"))
          .environment("OTEL_NODE_IP", "10.0.0.1")
          .environment("OTEL_POD_IP", "10.0.1.2")
          .environment("OTEL_RESOURCE_ATTRIBUTES_POD_NAME", "my-app-1")
          .environment("OTEL_RESOURCE_ATTRIBUTES_NODE_NAME", "node-1")
          .environment("OTEL_SERVICE_NAME", "my-app")
          .environment(
              "OTEL_RESOURCE_ATTRIBUTES",
              "k8s.container.name=my-app,k8s.deployment.name=my-app,k8s.namespace.name=default,"
                  + "k8s.node.name=node-1,k8s.pod.name=my-app-1,"
                  + "service.instance.id=default.my-app-1.my-app,service.version=1.0.0")
          .environment("JAVA_TOOL_OPTIONS", " -javaagent:" + AgentCommand.agentJar())
          .backend(backend);
      try (OrderService service = OrderService.start(command)) {
        ReceivedSpan span = backend.awaitSpan(ReceivedSpan::isServer);
        Map<String, Object> resource = span.resource();
        assertEquals("my-app", resource.get("service.name"));
        assertEquals("default.my-app-1.my-app", resource.get("service.instance.id"));
        assertEquals("my-app-1", resource.get("k8s.pod.name"));
        assertEquals("default", resource.get("k8s.namespace.name"));
      }
    }
  }

  /** The rules of the other examples, whole, with their comments. */
  @Test
  void theRulesAreThoseOfPrometheus() throws IOException {
    StringBuilder rule =
        new StringBuilder(
            """
            # The rules of ../prometheus/rules for the Prometheus operator, written by KubernetesTest.
            apiVersion: monitoring.coreos.com/v1
            kind: PrometheusRule
            metadata:
              name: sonde
              namespace: monitoring
              labels:
                release: kube-prometheus-stack
            spec:
              groups:
            """);
    List<Object> groups = new ArrayList<>();
    try (Stream<Path> files = Files.list(RULES)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String text = Files.readString(file);
        groups.addAll((List<?>) ((Map<?, ?>) new Yaml().load(text)).get("groups"));
        text.substring(text.indexOf("\ngroups:\n") + "\ngroups:\n".length())
            .lines()
            .forEach(line -> rule.append(line.isEmpty() ? "" : "  ").append(line).append('\n'));
      }
    }
    if (Boolean.getBoolean("sonde.docs.write")) {
      Files.writeString(PROMETHEUS_RULE, rule);
    }
    assertEquals(
        rule.toString(),
        Files.readString(PROMETHEUS_RULE),
        "the rules are out of date; run this test with -Dsonde.docs.write=true");
    assertEquals(groups, Example.yaml("kubernetes/prometheus-rule.yaml", "spec", "groups"));
  }
}
