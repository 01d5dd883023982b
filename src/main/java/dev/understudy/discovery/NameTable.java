package dev.understudy.discovery;

import dev.understudy.discovery.NameIndex.Entry;
import dev.understudy.model.ModelDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The names of models, taken apart, by number: those of the fewest parts first, then by text.
 * Immutable; any thread. Kept in columns, with one instance of equal parts, as an object for each
 * name took seven times the room; entries are made when they are looked at.
 */
final class NameTable {

  /** The order of the numbers, and of what a query finds. */
  static final Comparator<Entry> FEWEST_PARTS =
      Comparator.comparingInt((Entry entry) -> entry.name().tokens().size())
          .thenComparing(entry -> entry.name().text());

  private final ModelDefinition[] models;
  private final String[] texts;
  private final List<Set<String>> ownerWords = new ArrayList<>();

  /** The parts of all names, one name after the other. */
  private final List<Token> tokens;

  /** Where the parts of each name end. */
  private final int[] ends;

  NameTable(Collection<ModelDefinition> all) {
    List<Entry> entries = entries(all);
    entries.sort(FEWEST_PARTS);
    models = new ModelDefinition[entries.size()];
    texts = new String[entries.size()];
    ends = new int[entries.size()];
    List<Token> parts = new ArrayList<>();
    for (int number = 0; number < ends.length; number++) {
      Entry entry = entries.get(number);
      models[number] = entry.model();
      texts[number] = entry.name().text();
      ownerWords.add(entry.ownerWords());
      parts.addAll(entry.name().tokens());
      ends[number] = parts.size();
    }
    tokens = List.copyOf(parts);
  }

  private static List<Entry> entries(Collection<ModelDefinition> all) {
    Map<Set<String>, Set<String>> owners = new HashMap<>();
    Map<Token, Token> shared = new HashMap<>();
    List<Entry> entries = new ArrayList<>();
    for (ModelDefinition model : all) {
      Set<String> words = owners.computeIfAbsent(ownerWords(model), same -> same);
      for (String name : model.names()) {
        List<Token> parts = new ArrayList<>();
        for (Token token : NameParser.parse(name).tokens()) {
          parts.add(shared.computeIfAbsent(token, same -> same));
        }
        entries.add(new Entry(model, new ParsedName(name, parts), words));
      }
    }
    return entries;
  }

  private static Set<String> ownerWords(ModelDefinition model) {
    Set<String> words = new HashSet<>();
    int slash = model.id().lastIndexOf('/');
    Stream.of(slash < 0 ? null : model.id().substring(0, slash), model.ownedBy(), model.provider())
        .forEach(owner -> addWords(words, owner));
    return Set.copyOf(words);
  }

  private static void addWords(Set<String> words, @Nullable String owner) {
    if (owner != null) {
      words.addAll(List.of(NameParser.normalize(owner).split("-", -1)));
      words.remove("");
    }
  }

  int size() {
    return ends.length;
  }

  String text(int number) {
    return texts[number];
  }

  ModelDefinition model(int number) {
    return models[number];
  }

  Entry entry(int number) {
    int first = number == 0 ? 0 : ends[number - 1];
    ParsedName name = new ParsedName(texts[number], tokens.subList(first, ends[number]));
    return new Entry(models[number], name, ownerWords.get(number));
  }

  /** How many names have at most so many parts; their numbers come first. */
  int countUpTo(int maxParts) {
    int low = 0;
    int high = ends.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int parts = ends[middle] - (middle == 0 ? 0 : ends[middle - 1]);
      if (parts <= maxParts) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
