package io.sonde.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is named in what users read is there: settings, files, headings, lines of the log. */
class DocumentationTest {
  private static final Path ROOT =
      Path.of(System.getProperty("basedir", "."), "..").toAbsolutePath().normalize();

  private static final Pattern PROPERTY =
      Pattern.compile(
          "(?<![\\w./@-])(?:otel|sonde)(?>(?:\\.[a-z0-9<>-]+)+)(?![\\w{*(/]|\\.[{*\u2026])");

  private static final Pattern VARIABLE =
      Pattern.compile("(?<![\\w.])(?:OTEL|SONDE)(?>(?:_[A-Z0-9]+)+)(?![_*{<])");

  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern FILE =
      Pattern.compile("`((?:docs|examples|benchmarks|agent|smoke-tests)/[\\w./-]+[\\w/])`");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

  /** Names that look like settings and are none. */
  private static final Set<String> NO_SETTINGS =
      Set.of(
          // attributes, tags, a logger, metrics
          "otel.status",
          "otel.metric.overflow",
          "sonde.access",
          "sonde.application.failures",
          "sonde.log.events",
          // the build and its tests
          "sonde.index",
          "sonde.docs.write",
          "sonde.fuzz",
          "sonde.mutants",
          "sonde.faults.redeployments",
          "sonde.faults.exits");

  @Test
  void everySettingThatIsNamedExists() throws IOException {
    Set<String> known = new HashSet<>(NO_SETTINGS);
    for (Section section : Keys.sections()) {
      for (Key<?> key : section.keys) {
        known.add(key.name);
        known.add(key.variable());
      }
    }
    List<String> libraries = new ArrayList<>(List.of("<name>"));
    for (String name : between(read(ROOT.resolve("docs/configuration.md")), "The names of", "\n")) {
      libraries.add(name);
    }
    assertTrue(libraries.contains("tomcat"), libraries::toString);
    for (String library : libraries) {
      Key<Boolean> key = GeneralKeys.instrumentation(library);
      known.add(key.name);
      known.add(key.variable());
    }
    Set<String> unknown = new TreeSet<>();
    int found = 0;
    for (Path page : pages("")) {
      for (String line : read(page).split("\n")) {
        // A setting of another agent's that has no equal here.
        if (line.contains("| none")) {
          continue;
        }
        for (Pattern pattern : List.of(PROPERTY, VARIABLE)) {
          for (Matcher name = pattern.matcher(line); name.find(); found++) {
            if (!known.contains(name.group())) {
              unknown.add(ROOT.relativize(page) + ": " + name.group());
            }
          }
        }
      }
    }
    assertEquals(Set.of(), unknown);
    assertTrue(found > 500, "only " + found);
  }

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    Set<String> broken = new TreeSet<>();
    for (Path page : pages(".md")) {
      String text = read(page);
      for (Matcher link = LINK.matcher(text); link.find(); ) {
        if (!link.group(1).contains(":") && !leads(page, link.group(1))) {
          broken.add(ROOT.relativize(page) + ": " + link.group(1));
        }
      }
      for (Matcher file = FILE.matcher(text); file.find(); ) {
        if (!file.group(1).contains("target/") && !Files.exists(ROOT.resolve(file.group(1)))) {
          broken.add(ROOT.relativize(page) + ": " + file.group(1));
        }
      }
    }
    assertEquals(Set.of(), broken);
  }

  /** Of a line that is made of parts, "…" stands for those that differ. */
  @Test
  void everyLineOfTheLogThatIsQuotedIsInTheCode() throws IOException {
    StringBuilder code = new StringBuilder();
    for (String module : List.of("bootstrap", "instrumentation", "exporter", "agent")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module))) {
        for (Path file : files.filter(DocumentationTest::isShippedSource).toList()) {
          code.append(read(file).replaceAll("\"\\s*\\+\\s*\"", ""));
        }
      }
    }
    Set<String> unknown = new TreeSet<>();
    int found = 0;
    for (String line : read(ROOT.resolve("docs/troubleshooting.md")).split("\n")) {
      if (line.startsWith("[sonde] ")) {
        found++;
        // The class and message of an exception are put behind a colon by the log itself.
        String text = line.replaceFirst("\\[sonde] (WARN|INFO) ", "").replaceFirst(": …$", "");
        for (String part : text.split("…|; ")) {
          if (part.strip().length() > 3 && code.indexOf(part.strip()) < 0) {
            unknown.add(line + " <- " + part);
          }
        }
      }
    }
    assertEquals(Set.of(), unknown);
    assertTrue(found > 20, "only " + found);
  }

  private static boolean isShippedSource(Path file) {
    return file.toString().matches(".*/src/main/java[0-9]*/.*\\.java");
  }

  private static boolean leads(Path page, String link) throws IOException {
    int hash = link.indexOf('#');
    String path = hash < 0 ? link : link.substring(0, hash);
    Path target = path.isEmpty() ? page : page.resolveSibling(path).normalize();
    if (!Files.exists(target)) {
      return false;
    }
    return hash < 0 || anchors(target).contains(link.substring(hash + 1));
  }

  /** As GitHub makes them of headings. */
  private static Set<String> anchors(Path page) throws IOException {
    Map<String, Integer> seen = new HashMap<>();
    Set<String> anchors = new HashSet<>();
    for (Matcher heading = HEADING.matcher(read(page)); heading.find(); ) {
      String text = heading.group(1).strip().toLowerCase(Locale.ROOT);
      String anchor = text.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
      int before = seen.merge(anchor, 1, Integer::sum) - 1;
      anchors.add(before == 0 ? anchor : anchor + "-" + before);
    }
    return anchors;
  }

  /** The texts in backticks of the line that begins with {@code from}. */
  private static List<String> between(String text, String from, String to) {
    int start = text.indexOf("\n" + from) + 1;
    String[] parts = text.substring(start, text.indexOf(to, start)).split("`");
    List<String> names = new ArrayList<>();
    for (int i = 1; i < parts.length; i += 2) {
      names.add(parts[i]);
    }
    return names;
  }

  /** Documents and examples, without what was built. */
  private static List<Path> pages(String suffix) throws IOException {
    List<Path> pages = new ArrayList<>();
    for (String part :
        List.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs", "examples")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(part))) {
        files
            .filter(Files::isRegularFile)
            .filter(file -> !file.toString().contains("/target/"))
            .filter(file -> file.toString().endsWith(suffix))
            .forEach(pages::add);
      }
    }
    pages.add(ROOT.resolve("benchmarks/README.md"));
    assertTrue(pages.size() > 5, pages::toString);
    return pages;
  }

  /** Empty for what is no text. */
  private static String read(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (MalformedInputException e) {
      return "";
    }
  }
}
