package dev.understudy.webhook;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The key that seals secrets, in a file that only its owner may read. Blocks. */
final class KeyFile {

  private KeyFile() {}

  /**
   * Reads the key, and makes one first where there is none.
   *
   * @throws UnderstudyException when the file holds something else
   * @throws IOException when it cannot be read or made
   */
  static byte[] read(Path file, SecureRandom random) throws IOException {
    if (!Files.exists(file)) {
      make(file, random);
    }
    byte[] key = parsed(Files.readString(file, StandardCharsets.US_ASCII).strip());
    if (key == null) {
      throw new UnderstudyException(
          ErrorCode.UNAVAILABLE,
          file + ": no key (expected: 32 bytes in Base64, as this program has written it)",
          "webhooks.key");
    }
    return key;
  }

  /** A key as it is written; null when it is none. */
  static byte @Nullable [] parsed(String base64) {
    try {
      byte[] key = Base64.getDecoder().decode(base64);
      return key.length == SecretBox.KEY_BYTES ? key : null;
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }

  /** Whole or not at all, also when the machine stops meanwhile. */
  private static void make(Path file, SecureRandom random) throws IOException {
    byte[] key = new byte[SecretBox.KEY_BYTES];
    random.nextBytes(key);
    Path folder = file.toAbsolutePath().getParent();
    Path draft = Files.createTempFile(folder, "webhooks", ".key.new", ownerOnly());
    try {
      Files.writeString(draft, Base64.getEncoder().encodeToString(key) + "\n");
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException another) {
      // Was quicker; its key is the one.
    } catch (UnsupportedOperationException noLinks) {
      Files.move(draft, file);
      return;
    }
    Files.delete(draft);
  }

  private static FileAttribute<?>[] ownerOnly() {
    boolean isPosix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    return isPosix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
