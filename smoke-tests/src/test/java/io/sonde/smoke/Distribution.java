package io.sonde.smoke;

import io.sonde.testing.Libraries;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Servers as they are downloaded. */
public final class Distribution {
  private Distribution() {}

  /**
   * Unpacks the zip of an artifact, over what is there.
   *
   * @param left entries that contain this are left out
   */
  public static void unpack(String coordinates, Path folder, String left) throws IOException {
    try (InputStream in = Files.newInputStream(Libraries.file(coordinates));
        ZipInputStream entries = new ZipInputStream(in)) {
      for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        Path file = folder.resolve(entry.getName());
        if (entry.getName().contains(left)) {
          continue;
        }
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else {
          Files.createDirectories(file.getParent());
          Files.write(file, entries.readAllBytes());
        }
      }
    }
  }
}
