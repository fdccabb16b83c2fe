package io.sonde.image;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** An image of one layer with one program, {@code /bin/cp}, as {@code docker save} writes it. */
final class BaseImage {
  static final String PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  private static final ObjectMapper JSON = new ObjectMapper();

  private BaseImage() {}

  static void write(Path tar, byte[] cp) throws Exception {
    byte[] layer = layer(cp);
    String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(layer));
    Map<String, Object> configuration =
        Map.of(
            "architecture",
            "amd64",
            "os",
            "linux",
            "config",
            Map.of("Env", List.of(PATH), "Cmd", List.of("sh")),
            "rootfs",
            Map.of("type", "layers", "diff_ids", List.of("sha256:" + digest)));
    Map<String, Object> manifest =
        Map.of(
            "Config", "config.json",
            "RepoTags", List.of("base:1"),
            "Layers", List.of("layer.tar"));
    try (OutputStream file = Files.newOutputStream(tar);
        TarArchiveOutputStream out = new TarArchiveOutputStream(file)) {
      entry(out, "layer.tar", 0644, layer);
      entry(out, "config.json", 0644, JSON.writeValueAsBytes(configuration));
      entry(out, "manifest.json", 0644, JSON.writeValueAsBytes(List.of(manifest)));
    }
  }

  private static byte[] layer(byte[] cp) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes)) {
      entry(out, "bin/cp", 0755, cp);
    }
    return bytes.toByteArray();
  }

  private static void entry(TarArchiveOutputStream out, String name, int mode, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setModTime(0);
    entry.setMode(mode);
    entry.setSize(content.length);
    out.putArchiveEntry(entry);
    out.write(content);
    out.closeArchiveEntry();
  }
}
