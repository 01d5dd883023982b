package dev.understudy.discovery;

import dev.understudy.model.Capability;
import dev.understudy.model.ModelAlias;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelId;
import dev.understudy.model.ModelStatus;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A model as a search sees it. */
final class SearchDocument {

  private static final String PARTS_OF_WORDS = ".+_-";

  private static final long SECONDS_A_DAY = 86_400;

  /** The field whose text hardly any two models share. */
  static final String DESCRIPTION = "description";

  /** In service before preview before deprecated before retired, newer before older, by id. */
  static final Comparator<ModelDefinition> ORDER =
      Comparator.comparingInt(SearchDocument::statusRank)
          .thenComparing(SearchDocument::born, Comparator.reverseOrder())
          .thenComparing(ModelDefinition::id);

  private SearchDocument() {}

  /** 0 in service, 1 preview, 2 deprecated, 3 retired. */
  static int statusRank(ModelDefinition model) {
    ModelStatus status = model.status();
    return switch (status == null ? ModelStatus.ACTIVE : status) {
      case ACTIVE -> 0;
      case PREVIEW -> 1;
      case DEPRECATED -> 2;
      case RETIRED -> 3;
    };
  }

  /** Seconds of its release, the least long when unknown. */
  static long born(ModelDefinition model) {
    LocalDate released = model.releaseDate();
    if (released != null) {
      return released.toEpochDay() * SECONDS_A_DAY;
    }
    return model.created() == null ? Long.MIN_VALUE : model.created();
  }

  /** Its ids, aliases and display name, each with and without owner. */
  static Set<String> names(ModelDefinition model) {
    Set<String> names = new LinkedHashSet<>();
    addName(names, model.id());
    for (ModelAlias alias : model.aliases()) {
      addName(names, alias.name());
    }
    if (model.name() != null) {
      names.add(model.name());
    }
    return names;
  }

  private static void addName(Set<String> names, String name) {
    names.add(name);
    names.add(ModelId.bareName(name));
  }

  /** Hands over every text that is searched, with the JSON name of the field it stands in. */
  static void fields(ModelDefinition model, BiConsumer<String, String> field) {
    field.accept("id", model.id());
    accept(field, "name", model.name());
    model.aliases().forEach(alias -> field.accept("aliases", alias.name()));
    accept(field, "family", model.family());
    accept(field, "owned_by", model.ownedBy());
    accept(field, "provider", model.provider());
    model.tags().forEach(tag -> field.accept("tags", tag));
    for (Capability capability : model.capabilities().can()) {
      field.accept("capabilities", capability.jsonName());
    }
    accept(field, DESCRIPTION, model.description());
  }

  private static void accept(BiConsumer<String, String> field, String name, @Nullable String text) {
    if (text != null) {
      field.accept(name, text);
    }
  }

  /** The words of a text in their order, in the form in which names are compared. */
  static List<String> wordsOf(String text) {
    List<String> words = new ArrayList<>();
    NameParser.parse(withoutPunctuation(text)).tokens().forEach(token -> words.add(token.text()));
    return words;
  }

  private static String withoutPunctuation(String text) {
    char[] chars = text.toCharArray();
    for (int i = 0; i < chars.length; i++) {
      if (!isPartOfWord(chars[i])) {
        chars[i] = ' ';
      }
    }
    return new String(chars);
  }

  /** Letters, digits, marks on letters, and what joins the parts of names. */
  private static boolean isPartOfWord(char c) {
    int type = Character.getType(c);
    return Character.isLetterOrDigit(c)
        || Character.isSurrogate(c)
        || type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || PARTS_OF_WORDS.indexOf(c) >= 0;
  }
}
