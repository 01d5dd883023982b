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
   * representation: both have the same content.
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
        || list(header).stream().anyMatch(given -> withoutGzip(given).equals(wanted));
  }

  /** The revisions of this epoch that an {@code If-Match} header names; null for {@code *}. */
  static @Nullable List<Revision> revisions(String header, String epoch) {
    if (header.strip().equals("*")) {
      return null;
    }
    List<Revision> revisions = new ArrayList<>();
    for (String tag : list(header)) {
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

  private static List<String> list(String header) {
    List<String> tags = new ArrayList<>();
    for (String part : header.split(",", -1)) {
      String tag = part.strip();
      tag = tag.startsWith("W/") ? tag.substring(2) : tag;
      if (tag.length() >= 2 && tag.startsWith("\"") && tag.endsWith("\"")) {
        tags.add(tag);
      }
    }
    return tags;
  }

  private static String withoutGzip(String tag) {
    return tag.endsWith(".gz\"") ? tag.substring(0, tag.length() - 4) + "\"" : tag;
  }
}
