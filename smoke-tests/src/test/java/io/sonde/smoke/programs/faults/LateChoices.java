package io.sonde.smoke.programs.faults;

import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.spi.FileSystemProvider;
import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * Chooses in its main method what the JVM asks for once: the default file system and a security
 * provider. Says which it got.
 */
public final class LateChoices {
  private LateChoices() {}

  public static void main(String[] args) throws Exception {
    System.setProperty(
        "java.nio.file.spi.DefaultFileSystemProvider", OwnFileSystems.class.getName());
    System.out.println("file system " + FileSystems.getDefault().getClass().getSimpleName());
    System.out.println("own file system " + OwnFileSystems.made);
    int next = 1;
    while (Security.getProperty("security.provider." + next) != null) {
      next++;
    }
    Security.setProperty("security.provider." + next, OwnProvider.class.getName());
    List<String> names = new ArrayList<>();
    for (Provider provider : Security.getProviders()) {
      names.add(provider.getName());
    }
    System.out.println("providers " + names);
    System.out.println("TLS " + tls());
    while (System.in.read() >= 0) {
      // The agent goes on meanwhile.
    }
    System.out.println("TLS " + tls());
  }

  private static String tls() {
    try {
      return SSLContext.getInstance("TLS").getProvider().getName();
    } catch (Exception e) {
      return e.toString();
    }
  }

  /** Has nothing. */
  public static final class OwnProvider extends Provider {
    private static final long serialVersionUID = 1;

    public OwnProvider() {
      super("Own", "1", "for a test");
    }
  }

  /** The system's file system. */
  public static final class OwnFileSystems extends ForwardingFileSystems {
    private static boolean made;

    public OwnFileSystems(FileSystemProvider system) {
      super(system);
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
      made = true;
      return super.getFileSystem(uri);
    }
  }
}
