package dev.understudy.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.understudy.model.UnderstudyException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of a list ended: sort, key and id, so that the next page starts right even when that
 * model is deleted meanwhile. As text it starts with {@code ~} and is safe in a URL.
 */
final class Cursor {

  private static final String PREFIX = "~";

  private Cursor() {}

  /** The cursor behind a model. */
  static String after(Sort sort, ModelEntry entry) {
    Sort.Position position = sort.position(entry.model());
    String key = position.key() == null ? "" : "=" + position.key();
    String plain = sort.jsonName() + "\n" + position.id() + "\n" + key;
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(UTF_8));
  }

  /**
   * Reads what a request calls {@code after}: the id of a model that is there, a cursor, or, when
   * sorted by id, any id.
   *
   * @throws UnderstudyException when it is none, or a cursor of another sort
   */
  static Sort.Position parse(String after, Sort sort, RegistrySnapshot snapshot) {
    ModelEntry entry = snapshot.get(after);
    ModelEntry there = entry != null ? entry : snapshot.autoGet(after);
    if (there != null) {
      return sort.position(there.model());
    }
    String[] parts = decode(after);
    if (parts != null && !parts[0].equals(sort.jsonName())) {
      throw invalid(after, "a cursor of a list sorted by " + sort.jsonName() + ", not " + parts[0]);
    }
    if (parts != null) {
      try {
        String key = parts[2].isEmpty() ? null : parts[2].substring(1);
        return sort.position(key, parts[1]);
      } catch (NumberFormatException e) {
        throw invalid(after, "a cursor as it was given out");
      }
    }
    if (sort == Sort.ID && !after.startsWith(PREFIX)) {
      return sort.position(after, after);
    }
    throw invalid(after, "the id of a model that is there, or a cursor");
  }

  private static String @Nullable [] decode(String after) {
    if (!after.startsWith(PREFIX)) {
      return null;
    }
    try {
      byte[] plain = Base64.getUrlDecoder().decode(after.substring(PREFIX.length()));
      String[] parts = new String(plain, UTF_8).split("\n", 3);
      return parts.length == 3 ? parts : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static UnderstudyException invalid(String after, String expected) {
    return UnderstudyException.invalid("after", after, expected);
  }
}
