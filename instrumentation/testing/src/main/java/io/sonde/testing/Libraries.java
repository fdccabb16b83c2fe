package io.sonde.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.maven.model.building.DefaultModelProcessor;
import org.apache.maven.model.io.DefaultModelReader;
import org.apache.maven.model.locator.DefaultModelLocator;
import org.apache.maven.model.superpom.DefaultSuperPomProvider;
import org.apache.maven.repository.internal.ArtifactDescriptorUtils;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.supplier.RepositorySystemSupplier;
import org.eclipse.aether.supplier.SessionBuilderSupplier;

/**
 * Artifacts by their Maven coordinates, so that one test runs against many versions of a library.
 * They come from Maven's local repository, or from Maven Central by way of it. Thread safe.
 */
public final class Libraries {
  private static final RemoteRepository CENTRAL = central();

  private static final RepositorySystem SYSTEM = new RepositorySystemSupplier().get();
  private static final RepositorySystemSession SESSION =
      new SessionBuilderSupplier(SYSTEM)
          .get()
          .withLocalRepositoryBaseDirectories(localRepository())
          .build();

  private static final ConcurrentHashMap<List<String>, List<Path>> RESOLVED =
      new ConcurrentHashMap<>();

  private Libraries() {}

  /** Maven Central as Maven's own super POM names it. */
  private static RemoteRepository central() {
    DefaultModelProcessor processor =
        new DefaultModelProcessor()
            .setModelLocator(new DefaultModelLocator())
            .setModelReader(new DefaultModelReader());
    return ArtifactDescriptorUtils.toRemoteRepository(
        new DefaultSuperPomProvider()
            .setModelProcessor(processor)
            .getSuperModel("4.0.0")
            .getRepositories()
            .get(0));
  }

  /**
   * The class path of {@code coordinates} ({@code group:artifact[:extension[:classifier]]:version})
   * with all that they need at run time. Where two versions of one artifact meet, Maven's rule
   * decides: the nearest wins, and what is named first among equals.
   */
  public static List<Path> resolve(String... coordinates) {
    return RESOLVED.computeIfAbsent(List.of(coordinates), Libraries::resolveNow);
  }

  /** The file of one artifact, without what it depends on. */
  public static Path file(String coordinates) {
    try {
      ArtifactRequest request =
          new ArtifactRequest(new DefaultArtifact(coordinates), List.of(CENTRAL), null);
      return SYSTEM.resolveArtifact(SESSION, request).getArtifact().getPath();
    } catch (Exception e) {
      throw new IllegalStateException("not resolved: " + coordinates, e);
    }
  }

  private static List<Path> resolveNow(List<String> coordinates) {
    CollectRequest collect = new CollectRequest().addRepository(CENTRAL);
    for (String each : coordinates) {
      Artifact artifact = new DefaultArtifact(each);
      collect.addDependency(new Dependency(artifact, "runtime"));
    }
    try {
      List<Path> paths = new ArrayList<>();
      for (ArtifactResult result :
          SYSTEM
              .resolveDependencies(SESSION, new DependencyRequest(collect, null))
              .getArtifactResults()) {
        paths.add(result.getArtifact().getPath());
      }
      return List.copyOf(paths);
    } catch (Exception e) {
      throw new IllegalStateException("not resolved: " + coordinates, e);
    }
  }

  /** Surefire passes the one that the build uses. */
  private static Path localRepository() {
    String ofBuild = System.getProperty("localRepository");
    return ofBuild != null
        ? Path.of(ofBuild)
        : Path.of(System.getProperty("user.home"), ".m2", "repository");
  }
}
