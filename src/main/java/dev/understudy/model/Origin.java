package dev.understudy.model;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a definition comes from; in JSON {@code catalog:openai.json}, {@code api}, {@code auto}.
 *
 * @param kind the layer it belongs to
 * @param name the catalog file or remote source, null for the others
 */
public record Origin(Kind kind, @Nullable String name) {

  /** Written through the API, the bus or Java. */
  public static final Origin API = new Origin(Kind.API, null);

  /** Made from what an unknown id says about itself. */
  public static final Origin AUTO = new Origin(Kind.AUTO, null);

  /** From a catalog file. */
  public static Origin catalog(String file) {
    return new Origin(Kind.CATALOG, file);
  }

  /** From a remote source. */
  public static Origin source(String name) {
    return new Origin(Kind.SOURCE, name);
  }

  /**
   * Reads the JSON form.
   *
   * @return null when the text names no kind
   */
  public static @Nullable Origin parse(String text) {
    int colon = text.indexOf(':');
    Kind kind = Named.find(Kind.class, colon < 0 ? text : text.substring(0, colon));
    return kind == null ? null : new Origin(kind, colon < 0 ? null : text.substring(colon + 1));
  }

  @Override
  public String toString() {
    return name == null ? kind.jsonName() : kind.jsonName() + ":" + name;
  }

  /** The layers of a registry, lowest first, and models that it made itself. */
  public enum Kind implements Named {
    /** A catalog file. */
    CATALOG,
    /** A remote source. */
    SOURCE,
    /** Written by a user. */
    API,
    /** Made on demand. */
    AUTO;

    private final String jsonName = name().toLowerCase(Locale.ROOT);

    @Override
    public String jsonName() {
      return jsonName;
    }
  }
}
