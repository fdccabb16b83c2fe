package io.sonde.image;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/**
 * Builds the image that the OpenTelemetry operator takes for {@code spec.java.image}: its init
 * container runs {@code cp /javaagent.jar ...} as whatever user the pod has. The same jar, base and
 * time give the same bytes.
 */
final class AgentImage {
  /** Kubernetes refuses root, and any user that is a name, where a pod has runAsNonRoot. */
  private static final String USER = "65532";

  private AgentImage() {}

  /** Base, jar, version, time of the build, folder, and the architectures. */
  public static void main(String[] args) throws Exception {
    for (String architecture : Arrays.asList(args).subList(5, args.length)) {
      Path tar = Path.of(args[4], "sonde-agent-image-" + architecture + ".tar");
      build(args[0], Path.of(args[1]), args[2], Instant.parse(args[3]), architecture, tar);
      System.out.println(tar);
    }
  }

  /**
   * @param base a reference, or {@code tar://} and the path of what {@code docker save} wrote
   * @param created what the image tells as the time of its making
   * @param tar is written, for {@code docker load} and its like
   */
  static void build(
      String base, Path jar, String version, Instant created, String architecture, Path tar)
      throws Exception {
    FileEntriesLayer agent =
        FileEntriesLayer.builder()
            .setName("agent")
            .addEntry(
                jar,
                AbsoluteUnixPath.get("/javaagent.jar"),
                FilePermissions.fromOctalString("644"),
                FileEntriesLayer.DEFAULT_MODIFICATION_TIME)
            .build();
    Path caches = tar.resolveSibling("jib");
    Jib.from(base)
        .setPlatforms(Set.of(new Platform(architecture, "linux")))
        .setFileEntriesLayers(agent)
        .setUser(USER)
        .setLabels(
            Map.of(
                "org.opencontainers.image.title", "Sonde",
                "org.opencontainers.image.version", version,
                "org.opencontainers.image.licenses", "Apache-2.0"))
        .setCreationTime(created)
        .containerize(
            Containerizer.to(TarImage.at(tar).named("sonde-agent:" + version))
                .setBaseImageLayersCache(caches)
                .setApplicationLayersCache(caches));
  }
}
