package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** What projects in Go publish: schemas and programs that are nowhere else to be had. */
final class GoModule {
  private GoModule() {}

  /** The sources of a module, {@code path@version}. */
  static Path folder(String module) throws Exception {
    String json = go(Path.of("."), "mod", "download", "-json", module);
    return Path.of(new ObjectMapper().readTree(json).path("Dir").asText());
  }

  /**
   * What {@code go} prints, which must end well.
   *
   * @param folder where it runs
   */
  static String go(Path folder, String... arguments) throws IOException, InterruptedException {
    Assumptions.assumeTrue(
        Arrays.stream(System.getenv("PATH").split(":"))
            .anyMatch(bin -> Files.isExecutable(Path.of(bin, "go"))),
        "no go is installed");
    List<String> command = new ArrayList<>(List.of("go"));
    command.addAll(List.of(arguments));
    Path errors = Files.createTempFile("go", ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectError(errors.toFile())
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, process.waitFor(), command + ": " + output + Files.readString(errors));
      return output;
    } finally {
      Files.delete(errors);
    }
  }
}
