package dev.understudy.discovery;

import dev.understudy.model.Capability;
import dev.understudy.model.ModelAlias;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelId;
import dev.understudy.model.ModelStatus;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A model as a search sees it. Its names are ids, aliases and display name, each with and without
 * owner; they are compared folded, but folded only when they begin as the query does, as a large
 * index has no room for the folded ones.
 */
record SearchDocument(ModelDefinition model) {

  private static final Pattern PUNCTUATION = Pattern.compile("[^\\p{Alnum}.+_-]+");

  String id() {
    return model.id();
  }

  /** 0 in service, 1 preview, 2 deprecated, 3 retired. */
  int statusRank() {
    ModelStatus status = model.status();
    return switch (status == null ? ModelStatus.ACTIVE : status) {
      case ACTIVE -> 0;
      case PREVIEW -> 1;
      case DEPRECATED -> 2;
      case RETIRED -> 3;
    };
  }

  /** Seconds of its release, the least long when unknown. */
  long born() {
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
    return hasName(name -> begins(name, folded) && NameParser.normalize(name).equals(folded));
  }

  /** True when a name of the model begins with the text. */
  boolean begins(String text) {
    return hasName(name -> begins(name, text));
  }

  private boolean hasName(Predicate<String> wanted) {
    String shown = model.name();
    if (isNameOrBare(model.id(), wanted) || (shown != null && wanted.test(shown))) {
      return true;
    }
    for (ModelAlias alias : model.aliases()) {
      if (isNameOrBare(alias.name(), wanted)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isNameOrBare(String name, Predicate<String> wanted) {
    return wanted.test(name) || (name.indexOf('/') >= 0 && wanted.test(ModelId.bareName(name)));
  }

  /** True when the name, folded, begins with the text; most are told apart without folding. */
  static boolean begins(String name, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (i == name.length()) {
        return false;
      }
      char c = name.charAt(i);
      char lower = c >= 'A' && c <= 'Z' ? (char) (c + 'a' - 'A') : c;
      if (!isPlain(lower) || !isPlain(text.charAt(i))) {
        return NameParser.normalize(name).startsWith(text);
      }
      if (lower != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** True for what folding keeps as it is, whatever stands beside it. */
  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z') || NameParser.isDigit(c);
  }
}
