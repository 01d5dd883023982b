package dev.understudy.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.StringWriter;

/**
 * The JSON of parts that many definitions share, encoded once for as long as there is such a part.
 * Told apart by identity, which is all that is looked at. Safe on any thread.
 */
final class SharedTexts<T> {

  /** More than a catalog has of any part; a text has some hundred characters. */
  private static final int MOST = 8_192;

  private final Cache<T, String> texts =
      Caffeine.newBuilder().weakKeys().maximumSize(MOST).executor(Runnable::run).build();

  interface Encoding {
    void write(JsonGenerator out) throws IOException;
  }

  /**
   * As the encoding writes it.
   *
   * @param like a generator with whose settings it is written
   */
  String of(T part, JsonGenerator like, Encoding encoding) throws IOException {
    String known = texts.getIfPresent(part);
    if (known != null) {
      return known;
    }
    StringWriter text = new StringWriter();
    try (JsonGenerator out = like.getCodec().getFactory().createGenerator(text)) {
      encoding.write(out);
    }
    String made = text.toString();
    texts.put(part, made);
    return made;
  }
}
