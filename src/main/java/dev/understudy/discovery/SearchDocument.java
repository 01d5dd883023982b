package dev.understudy.discovery;

import dev.understudy.model.Capability;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelStatus;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A model as a search sees it.
 *
 * @param id the model
 * @param names folded ids, aliases and display name, each with and without owner
 * @param statusRank 0 in service, 1 preview, 2 deprecated, 3 retired
 * @param born seconds of its release, the least long when unknown
 */
record SearchDocument(String id, List<String> names, int statusRank, long born) {

  private static final Pattern PUNCTUATION = Pattern.compile("[^\\p{Alnum}.+_-]+");

  static SearchDocument of(ModelDefinition model) {
    Set<String> names = new LinkedHashSet<>();
    for (String name : model.names()) {
      names.add(NameParser.normalize(name));
      names.add(Discovery.normalizeModelId(name));
    }
    if (model.name() != null) {
      names.add(NameParser.normalize(model.name()));
    }
    return new SearchDocument(model.id(), List.copyOf(names), rank(model.status()), born(model));
  }

  private static int rank(@Nullable ModelStatus status) {
    return switch (status == null ? ModelStatus.ACTIVE : status) {
      case ACTIVE -> 0;
      case PREVIEW -> 1;
      case DEPRECATED -> 2;
      case RETIRED -> 3;
    };
  }

  private static long born(ModelDefinition model) {
    LocalDate released = model.releaseDate();
    if (released != null) {
      return released.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
    }
    return model.created() == null ? Long.MIN_VALUE : model.created();
  }

  /** Every word under which a model is found. */
  static Set<String> words(ModelDefinition model) {
    Set<String> words = new LinkedHashSet<>();
    model.names().forEach(name -> words.addAll(wordsOf(name)));
    Stream.of(model.name(), model.family(), model.ownedBy(), model.provider(), model.description())
        .filter(text -> text != null)
        .forEach(text -> words.addAll(wordsOf(text)));
    model.tags().forEach(tag -> words.addAll(wordsOf(tag)));
    for (Capability capability : model.capabilities().can()) {
      words.addAll(wordsOf(capability.jsonName()));
    }
    return words;
  }

  /** The words of a text, in the form in which names are compared. */
  static Set<String> wordsOf(String text) {
    Set<String> words = new LinkedHashSet<>();
    NameParser.parse(PUNCTUATION.matcher(text).replaceAll(" "))
        .tokens()
        .forEach(token -> words.add(token.text()));
    return words;
  }

  /** True when the folded query is a name of the model. */
  boolean isNamed(String folded) {
    return names.contains(folded);
  }

  /** True when a name of the model begins with the text. */
  boolean begins(String text) {
    return names.stream().anyMatch(name -> name.startsWith(text));
  }
}
