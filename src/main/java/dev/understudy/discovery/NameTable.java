package dev.understudy.discovery;

import dev.understudy.discovery.NameIndex.Entry;
import dev.understudy.model.ModelDefinition;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The names of models, taken apart, by number. Immutable; any thread. Kept in columns, with one
 * instance of equal parts, as an object for each name took seven times the room; entries are made
 * when they are looked at.
 */
final class NameTable {

  private final List<ModelDefinition> models = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();
  private final List<Set<String>> ownerWords = new ArrayList<>();

  /** The parts of all names, one name after the other. */
  private final List<Token> tokens;

  /** Where the parts of each name end. */
  private final int[] ends;

  NameTable(List<ModelDefinition> all) {
    Map<Set<String>, Set<String>> owners = new HashMap<>();
    for (ModelDefinition model : all) {
      Set<String> words = owners.computeIfAbsent(ownerWords(model), same -> same);
      for (String name : model.names()) {
        models.add(model);
        texts.add(name);
        ownerWords.add(words);
      }
    }
    ends = new int[texts.size()];
    Map<Token, Token> shared = new HashMap<>();
    List<Token> parts = new ArrayList<>();
    for (int number = 0; number < ends.length; number++) {
      for (Token token : NameParser.parse(texts.get(number)).tokens()) {
        parts.add(shared.computeIfAbsent(token, same -> same));
      }
      ends[number] = parts.size();
    }
    tokens = List.copyOf(parts);
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

  Entry entry(int number) {
    int first = number == 0 ? 0 : ends[number - 1];
    ParsedName name = new ParsedName(texts.get(number), tokens.subList(first, ends[number]));
    return new Entry(number, models.get(number), name, ownerWords.get(number));
  }

  /** The names of those numbers, which are not read before the first is asked for. */
  List<Entry> entries(WordIndex.Postings postings) {
    return new Entries(this, postings);
  }

  private static final class Entries extends AbstractList<Entry> implements RandomAccess {
    private final NameTable table;
    private final WordIndex.Postings postings;
    private int @Nullable [] numbers;

    Entries(NameTable table, WordIndex.Postings postings) {
      this.table = table;
      this.postings = postings;
    }

    @Override
    public int size() {
      return postings.count();
    }

    @Override
    public Entry get(int index) {
      int[] read = numbers;
      if (read == null) {
        read = postings.numbers();
        numbers = read;
      }
      return table.entry(read[index]);
    }
  }
}
