package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** The rules of the examples, by the unit tests beside them, which {@code promtool} runs. */
class RulesTest {
  private static final Path TESTS = ExampleRules.FOLDER.resolve("tests");

  @Test
  void theirUnitTestsPass(@TempDir Path folder) throws Exception {
    for (Path rules : ExampleRules.files()) {
      promtool(folder, "check", "rules", rules.toString());
      promtool(folder, "test", "rules", TESTS.resolve(rules.getFileName()).toString());
    }
  }

  private static void promtool(Path folder, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("promtool"));
    command.addAll(List.of(arguments));
    int status = RealPrometheus.start(command, folder).waitFor();
    assertEquals(0, status, Files.readString(folder.resolve("promtool.log")));
  }

  @Test
  void eachAlertIsTestedFiringAndNotFiring() throws IOException {
    for (Path file : ExampleRules.files()) {
      Set<Object> firing = new HashSet<>();
      Set<Object> silent = new HashSet<>();
      Map<?, ?> root =
          new Yaml().load(Files.readString(TESTS.resolve(file.getFileName().toString())));
      for (Object test : (List<?>) root.get("tests")) {
        for (Object each : (List<?>) ((Map<?, ?>) test).get("alert_rule_test")) {
          Map<?, ?> moment = (Map<?, ?>) each;
          (moment.containsKey("exp_alerts") ? firing : silent).add(moment.get("alertname"));
        }
      }
      Set<Object> alerts = new HashSet<>();
      ExampleRules.alerts(file).forEach(rule -> alerts.add(rule.get("alert")));
      assertEquals(alerts, firing, file + ", firing");
      assertEquals(alerts, silent, file + ", not firing");
    }
  }

  /** The users' routes and templates read these. */
  @Test
  void eachAlertSaysWhatItIsAndWhatToDo() throws IOException {
    for (Path file : ExampleRules.files()) {
      for (Map<?, ?> rule : ExampleRules.alerts(file)) {
        Object severity = ((Map<?, ?>) rule.get("labels")).get("severity");
        assertTrue(Set.of("critical", "warning").contains(severity), rule::toString);
        assertEquals(
            Set.of("summary", "description", "runbook"),
            ((Map<?, ?>) rule.get("annotations")).keySet());
      }
    }
  }
}
