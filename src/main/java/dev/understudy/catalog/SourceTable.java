package dev.understudy.catalog;

import dev.understudy.json.Fields;
import dev.understudy.model.Faults;
import dev.understudy.model.LatencyProfile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the facts of a file come from: full texts by the short keys that its models name.
 *
 * @param texts by key
 */
record SourceTable(Map<String, String> texts) {

  /** No source has a key. */
  static final SourceTable EMPTY = new SourceTable(Map.of());

  /** Reads the table, each field of which is a key. */
  static SourceTable read(Fields fields) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String key : fields.everything().keySet()) {
      String text = fields.text(key);
      if (text != null) {
        texts.put(key, text);
      }
    }
    return new SourceTable(texts);
  }

  /** The texts of keys; a key that is not there is a fault. */
  List<String> find(List<String> keys, Faults found) {
    List<String> result = new ArrayList<>(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      String text = texts.get(keys.get(i));
      found.require(text != null, "sources[" + i + "]", keys.get(i), "a key of the file's sources");
      if (text != null) {
        result.add(text);
      }
    }
    return result;
  }

  /** The profile with the text in place of the key that its source starts with, if any. */
  @Nullable LatencyProfile spellOut(@Nullable LatencyProfile profile) {
    String source = profile == null ? null : profile.source();
    int colon = source == null ? -1 : source.indexOf(':');
    if (profile == null || source == null || colon < 0) {
      return profile;
    }
    String text = texts.get(source.substring(0, colon));
    return text == null
        ? profile
        : profile.withBasis(profile.basis(), text + source.substring(colon));
  }
}
