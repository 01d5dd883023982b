package dev.understudy.http;

import dev.understudy.model.Revision;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Entity tags: {@code "epoch-revision"}, then dot-separated suffixes for the representation ({@code
 * .full}, {@code .gz}, a query's hash). Two representations of one revision have different tags.
 */
final class ETag {

  private static final String WEAK = "W/";

  private ETag() {}

  /** The tag of a representation. */
  static String of(String epoch, Revision revision, String... suffixes) {
    StringBuilder tag = new StringBuilder("\"").append(epoch).append('-').append(revision);
    for (String suffix : suffixes) {
      if (!suffix.isEmpty()) {
        tag.append('.').append(suffix);
      }
    }
    return tag.append('"').toString();
  }

  /**
   * Whether an {@code If-None-Match} header names the tag, in its plain or its gzipped
   * representation: both have the same content. A weak tag will do.
   */
  static boolean matches(@Nullable String header, String tag) {
    if (header == null) {
      return false;
    }
    // The usual case is one tag.
    if (header.equals(tag)) {
      return true;
    }
    String wanted = withoutGzip(tag);
    return header.strip().equals("*")
        || list(header).stream().anyMatch(given -> withoutGzip(strong(given)).equals(wanted));
  }

  /**
   * The revisions of this epoch that an {@code If-Match} header names; null for {@code *}. Weak
   * tags name none: they do not say that nothing has changed.
   */
  static @Nullable List<Revision> revisions(String header, String epoch) {
    if (header.strip().equals("*")) {
      return null;
    }
    List<Revision> revisions = new ArrayList<>();
    for (String tag : list(header)) {
      if (tag.startsWith(WEAK)) {
        continue;
      }
      String value = tag.substring(1, Math.max(1, tag.length() - 1));
      int dot = value.indexOf('.');
      String base = dot < 0 ? value : value.substring(0, dot);
      int dash = base.lastIndexOf('-');
      if (dash > 0 && base.substring(0, dash).equals(epoch)) {
        number(base.substring(dash + 1), revisions);
      }
    }
    return revisions;
  }

  private static void number(String text, List<Revision> revisions) {
    if (text.matches("\\d{1,18}")) {
      revisions.add(new Revision(Long.parseLong(text)));
    }
  }

  /** The well-formed tags, weak ones with their mark. */
  private static List<String> list(String header) {
    List<String> tags = new ArrayList<>();
    for (String part : header.split(",", -1)) {
      String tag = part.strip();
      String strong = strong(tag);
      if (strong.length() >= 2 && strong.startsWith("\"") && strong.endsWith("\"")) {
        tags.add(tag);
      }
    }
    return tags;
  }

  private static String strong(String tag) {
    return tag.startsWith(WEAK) ? tag.substring(WEAK.length()) : tag;
  }

  private static String withoutGzip(String tag) {
    return tag.endsWith(".gz\"") ? tag.substring(0, tag.length() - 4) + "\"" : tag;
  }
}
