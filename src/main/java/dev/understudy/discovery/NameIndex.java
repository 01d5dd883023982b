package dev.understudy.discovery;

import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Origin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The names of a set of models, by themselves and by their parts. Immutable. Models of origin auto
 * are known by their exact id only.
 */
final class NameIndex {

  /**
   * A name of a model, taken apart; made anew at each look.
   *
   * @param number of the name in the index
   * @param ownerWords words of the model's owner and provider
   */
  record Entry(int number, ModelDefinition model, ParsedName name, Set<String> ownerWords) {}

  private static final Pattern LETTERS = Pattern.compile("[a-z]*");

  private static final int MAX_HAVING = 1_000;
  private static final Comparator<Entry> FEWEST_PARTS =
      Comparator.<Entry>comparingInt(entry -> entry.name().tokens().size())
          .thenComparing(entry -> entry.name().text());

  private final Map<String, ModelDefinition> byId = new HashMap<>();
  private final Map<String, ModelDefinition> byAlias = new HashMap<>();
  private final NameTable names;
  private final WordIndex byGluedKey;
  private final WordIndex byWord;
  private final List<String> words;

  NameIndex(Collection<ModelDefinition> models) {
    List<ModelDefinition> known = new ArrayList<>();
    for (ModelDefinition model : models) {
      byId.put(model.id(), model);
      if (model.origin() == null || model.origin().kind() != Origin.Kind.AUTO) {
        known.add(model);
      }
    }
    known.sort(Comparator.comparing(ModelDefinition::id));
    known.forEach(model -> model.aliases().forEach(alias -> byAlias.put(alias.name(), model)));
    names = new NameTable(known);
    WordIndex.Builder keys = new WordIndex.Builder();
    WordIndex.Builder parts = new WordIndex.Builder();
    Set<String> plain = new TreeSet<>();
    for (int number = 0; number < names.size(); number++) {
      Entry entry = names.entry(number);
      keys.add(entry.name().gluedKey(), number);
      Set<String> texts = new HashSet<>(entry.ownerWords());
      entry.name().tokens().forEach(token -> texts.add(token.text()));
      for (String text : texts) {
        parts.add(text, number);
        if (LETTERS.matcher(text).matches()) {
          plain.add(text);
        }
      }
    }
    byGluedKey = keys.build();
    byWord = parts.build();
    words = List.copyOf(plain);
  }

  @Nullable ModelDefinition byId(String id) {
    return byId.get(id);
  }

  @Nullable ModelDefinition byAlias(String alias) {
    return byAlias.get(alias);
  }

  /** The names whose bare part differs from the query's in case and separators only. */
  List<Entry> spelledLike(ParsedName query) {
    String key = query.gluedKey();
    return key.isEmpty() ? List.of() : names.entries(byGluedKey.find(key));
  }

  /** The names with a part of that text, owners included. */
  List<Entry> with(Token token) {
    return with(token.text());
  }

  /** The names with a part of that text, owners included. */
  List<Entry> with(String word) {
    return names.entries(byWord.find(word));
  }

  /**
   * The names that have all these parts, owners included, and at most so many parts; the fewest
   * parts first, then by text.
   */
  List<Entry> having(Collection<String> texts, int maxParts) {
    List<Entry> fewest = null;
    for (String text : texts) {
      List<Entry> entries = with(text);
      fewest = fewest == null || entries.size() < fewest.size() ? entries : fewest;
    }
    return fewest == null
        ? List.of()
        : fewest.stream()
            .filter(entry -> entry.name().tokens().size() <= maxParts && hasAll(entry, texts))
            .sorted(FEWEST_PARTS)
            .limit(MAX_HAVING)
            .toList();
  }

  private static boolean hasAll(Entry entry, Collection<String> texts) {
    Set<String> has = new HashSet<>(entry.ownerWords());
    entry.name().tokens().forEach(token -> has.add(token.text()));
    return has.containsAll(texts);
  }

  /** Every word without digits that occurs in a name, sorted. */
  List<String> words() {
    return words;
  }
}
