package dev.understudy.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of a catalog: every {@code *.json} but the schema, not the hidden ones. Blocks. */
record CatalogDirectory(Path path) {

  private static final String SCHEMA = "schema.json";

  /** What can be seen of a file without reading it. */
  record FileState(long size, FileTime modified) {}

  /** The files, by name. */
  SortedMap<String, FileState> list() throws IOException {
    SortedMap<String, FileState> files = new TreeMap<>();
    for (Path file : children()) {
      String name = file.getFileName().toString();
      if (name.endsWith(CatalogFile.ENDING) && !name.startsWith(".") && !name.equals(SCHEMA)) {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (attributes.isRegularFile()) {
          files.put(name, new FileState(attributes.size(), attributes.lastModifiedTime()));
        }
      }
    }
    return files;
  }

  private List<Path> children() throws IOException {
    try (Stream<Path> children = Files.list(path)) {
      return children.toList();
    }
  }

  /** Reads one file. */
  byte[] read(String name) throws IOException {
    return Files.readAllBytes(path.resolve(name));
  }

  /** SHA-256 over names and contents, in hex. */
  static String fingerprint(SortedMap<String, byte[]> files) {
    MessageDigest digest = sha256();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      // Lengths first, so that no two sets of files run together to the same bytes.
      for (byte[] part : List.of(file.getKey().getBytes(UTF_8), file.getValue())) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, part.length));
        digest.update(part);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
