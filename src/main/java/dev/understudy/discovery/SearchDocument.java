package dev.understudy.discovery;

import dev.understudy.model.Capability;
import dev.understudy.model.ModelAlias;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelId;
import dev.understudy.model.ModelStatus;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A model as a search sees it. Its names are ids, aliases and display name, each with and without
 * owner; they are compared as if folded, as a large index has no room for the folded ones.
 */
record SearchDocument(ModelDefinition model) {

  private static final Pattern PUNCTUATION = Pattern.compile("[^\\p{Alnum}.+_-]+");

  private static final long SECONDS_A_DAY = 86_400;
  private static final int DIFFERENT = -1;
  private static final int FOLDED_LONGER = -2;

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
      return released.toEpochDay() * SECONDS_A_DAY;
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
    return hasName(name -> is(name, folded));
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

  /** {@code normalize(name).startsWith(text)}, without making the folded name. */
  static boolean begins(String name, String text) {
    int matched = matched(name, text);
    return matched == FOLDED_LONGER || matched == text.length();
  }

  /** {@code normalize(name).equals(text)}, without making the folded name. */
  static boolean is(String name, String text) {
    return matched(name, text) == text.length();
  }

  /**
   * How many characters of the text the folded name has and no others; {@link #DIFFERENT} when one
   * differs, {@link #FOLDED_LONGER} when there are more.
   */
  private static int matched(String name, String text) {
    int matched = 0;
    boolean gap = false;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '+' || c > '~') {
        return matchedFolded(NameParser.normalize(name), text);
      }
      if (c == '.' || NameParser.isSeparator(c)) {
        gap = matched > 0;
        continue;
      }
      if (gap && matched < text.length() && text.charAt(matched++) != '-') {
        return DIFFERENT;
      }
      gap = false;
      if (matched == text.length()) {
        return FOLDED_LONGER;
      }
      if (text.charAt(matched++) != (c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c)) {
        return DIFFERENT;
      }
    }
    return matched;
  }

  private static int matchedFolded(String folded, String text) {
    if (folded.startsWith(text)) {
      return folded.length() == text.length() ? text.length() : FOLDED_LONGER;
    }
    return DIFFERENT;
  }
}
