package io.sonde.agent.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonde.testing.Jdks;
import io.sonde.testing.Libraries;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * All methods of classes of many compilers and of Java 1.1 to 25, woven, pass the verifier and
 * reflect as before (faults T14, T15, B4-B7). Minutes of one processor for each JDK, so both run at
 * the same time.
 */
@Execution(ExecutionMode.CONCURRENT)
class CorpusTest {
  /** Old compilers, the compilers of other languages, and what was shrunk after compiling. */
  private static final List<String> JARS =
      List.of(
          "junit:junit:3.8.1",
          "antlr:antlr:2.7.7",
          "commons-lang:commons-lang:2.1",
          "commons-collections:commons-collections:3.1",
          "org.clojure:clojure:1.12.0",
          "org.jetbrains.kotlin:kotlin-stdlib:1.9.10",
          "org.scala-lang:scala-library:2.13.16",
          "org.codehaus.groovy:groovy:2.4.21",
          "org.apache.commons:commons-lang3:3.18.0");

  private static final List<String> MORE_JARS =
      List.of(
          "xerces:xercesImpl:2.4.0",
          "org.jetbrains.kotlin:kotlin-reflect:1.9.10",
          "com.google.guava:guava:33.4.8-jre",
          "org.apache.lucene:lucene-core:10.3.1",
          "com.ibm.db2:jcc:11.5.9.0");

  @ParameterizedTest
  @CsvSource({"17, pairs", "25, both"})
  void librariesWoven(int jdk, String passes) throws Exception {
    check(jdk, passes, JARS, "jrt:jdk.jshell");
  }

  @Tag("matrix")
  @ParameterizedTest
  @ValueSource(ints = {17, 25})
  void moreLibrariesWoven(int jdk) throws Exception {
    List<String> jars = new ArrayList<>(JARS);
    jars.addAll(MORE_JARS);
    check(jdk, "all", jars, "jrt:jdk.compiler", "jrt:java.xml");
  }

  private static void check(int jdk, String passes, List<String> jars, String... modules)
      throws Exception {
    Path home = Jdks.find(jdk).orElse(null);
    Assumptions.assumeTrue(home != null, "no JDK " + jdk + " is installed");
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin/java").toString());
    command.addAll(List.of("-Xverify:all", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(CorpusProgram.class.getName(), passes));
    for (String jar : jars) {
      command.add(Libraries.file(jar).toString());
    }
    command.addAll(List.of(modules));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    String[] total = output.substring(output.lastIndexOf("total ")).trim().split(" ");
    System.out.println("JDK " + jdk + ": " + total[1] + " classes, " + total[2] + " methods");
    assertEquals("0", total[3], output);
    assertTrue(Integer.parseInt(total[2]) > 10_000, output);
  }
}
