package dev.understudy.discovery;

import dev.understudy.model.ModelAlias;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Origin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The names of a set of models, by themselves and by their parts. Immutable. Models of origin auto
 * are known by their exact id only.
 */
final class NameIndex {

  /** A name of a model, taken apart. */
  record Entry(ModelDefinition model, ParsedName name, Set<String> ownerWords) {}

  private final Map<String, ModelDefinition> byId = new HashMap<>();
  private final Map<String, ModelDefinition> byAlias = new HashMap<>();
  private final Map<String, List<Entry>> byGluedKey = new HashMap<>();
  private final Map<String, List<Entry>> byToken = new HashMap<>();
  private final Map<Token, Token> tokens = new HashMap<>();
  private final List<String> words;

  NameIndex(Collection<ModelDefinition> models) {
    List<ModelDefinition> sorted = new ArrayList<>(models);
    sorted.sort(Comparator.comparing(ModelDefinition::id));
    for (ModelDefinition model : sorted) {
      byId.put(model.id(), model);
      if (model.origin() == null || model.origin().kind() != Origin.Kind.AUTO) {
        add(model);
      }
    }
    words =
        byToken.keySet().stream()
            .filter(word -> word.chars().allMatch(c -> c >= 'a' && c <= 'z'))
            .sorted()
            .toList();
  }

  private void add(ModelDefinition model) {
    Set<String> ownerWords = ownerWords(model);
    addName(model, model.id(), ownerWords);
    for (ModelAlias alias : model.aliases()) {
      byAlias.put(alias.name(), model);
      addName(model, alias.name(), ownerWords);
    }
  }

  private void addName(ModelDefinition model, String text, Set<String> ownerWords) {
    ParsedName parsed = NameParser.parse(text);
    List<Token> shared = parsed.tokens().stream().map(this::shared).toList();
    ParsedName name = parsed.withTokens(shared);
    Entry entry = new Entry(model, name, ownerWords);
    byGluedKey.computeIfAbsent(name.gluedKey(), k -> new ArrayList<>(1)).add(entry);
    Set<String> texts = new LinkedHashSet<>(ownerWords);
    shared.forEach(token -> texts.add(token.text()));
    texts.forEach(word -> byToken.computeIfAbsent(word, k -> new ArrayList<>(1)).add(entry));
  }

  /** The one instance of a token that all names share. */
  private Token shared(Token token) {
    return tokens.computeIfAbsent(token, t -> t);
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

  @Nullable ModelDefinition byId(String id) {
    return byId.get(id);
  }

  @Nullable ModelDefinition byAlias(String alias) {
    return byAlias.get(alias);
  }

  /** The names whose bare part differs from the query's in case and separators only. */
  List<Entry> spelledLike(ParsedName query) {
    return query.gluedKey().isEmpty()
        ? List.of()
        : byGluedKey.getOrDefault(query.gluedKey(), List.of());
  }

  /** The names with a part of that text, owners included. */
  List<Entry> with(Token token) {
    return byToken.getOrDefault(token.text(), List.of());
  }

  /** The names with a part of that text, owners included. */
  List<Entry> with(String word) {
    return byToken.getOrDefault(word, List.of());
  }

  /** Every word without digits that occurs in a name, sorted. */
  List<String> words() {
    return words;
  }
}
