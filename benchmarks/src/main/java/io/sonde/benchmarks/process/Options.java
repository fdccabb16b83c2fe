package io.sonde.benchmarks.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What is asked for on the command line.
 *
 * @param rounds how often each variant is started
 * @param turns how often, in a round, each variant is measured under load
 * @param seconds of such a turn
 * @param warmUp seconds of load before, for each page, at least
 * @param start whether start-up is measured
 * @param load whether requests are measured
 */
record Options(
    int rounds,
    int turns,
    double seconds,
    double warmUp,
    boolean start,
    boolean load,
    List<Variant> variants,
    List<Setting> settings) {

  static Options parse(String[] arguments) {
    int rounds = 3;
    int turns = 6;
    double seconds = 2;
    double warmUp = 24;
    boolean start = true;
    boolean load = true;
    List<Variant> variants = List.of(Variant.values());
    List<Application> applications = List.of(Application.SERVICE);
    List<Path> jdks = List.of(Path.of(System.getProperty("java.home")));
    List<Integer> heaps = List.of(256);
    for (String argument : arguments) {
      String name = argument.replaceFirst("=.*", "");
      List<String> values = List.of(argument.substring(argument.indexOf('=') + 1).split(","));
      switch (name) {
        case "--rounds" -> rounds = Integer.parseInt(values.get(0));
        case "--turns" -> turns = Integer.parseInt(values.get(0));
        case "--seconds" -> seconds = Double.parseDouble(values.get(0));
        case "--warm-up" -> warmUp = Double.parseDouble(values.get(0));
        case "--start-only" -> load = false;
        case "--load-only" -> start = false;
        case "--variants" -> variants = values.stream().map(Options::variant).toList();
        case "--applications" ->
            applications =
                values.stream().map(v -> Application.valueOf(v.toUpperCase(Locale.ROOT))).toList();
        case "--jdks" -> jdks = values.stream().map(Path::of).toList();
        case "--heaps" -> heaps = values.stream().map(Integer::valueOf).toList();
        default -> throw new IllegalArgumentException("Unknown option " + name + "; see README.md");
      }
    }
    if (!variants.contains(Variant.NONE)) {
      throw new IllegalArgumentException("--variants needs none, which all are compared with");
    }
    List<Setting> settings = new ArrayList<>();
    for (Application application : applications) {
      for (Path jdk : jdks) {
        for (int heap : heaps) {
          settings.add(new Setting(application, jdk, heap));
        }
      }
    }
    return new Options(rounds, turns, seconds, warmUp, start, load, variants, settings);
  }

  private static Variant variant(String id) {
    return Arrays.stream(Variant.values())
        .filter(variant -> variant.id.equals(id))
        .findAny()
        .orElseThrow(() -> new IllegalArgumentException("No variant " + id));
  }
}
