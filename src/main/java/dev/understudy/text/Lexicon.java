package dev.understudy.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The words and templates of {@code prose.txt} in one tokenizer's tokens. Used by one thread, while
 * a {@link TextSource} is made.
 */
final class Lexicon {

  private final Tokenizer tokenizer;
  private final Map<String, List<String>> entries = new HashMap<>();
  private final Map<String, Phrase[]> words = new HashMap<>();

  Lexicon(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
    for (String line : WordFile.lines("prose.txt")) {
      int colon = line.indexOf(": ");
      if (colon > 0 && !line.startsWith("#")) {
        entries
            .computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
            .add(line.substring(colon + 2).replace("\\n", "\n"));
      }
    }
  }

  Phrase phrase(String text) {
    return new Phrase(tokenizer, text);
  }

  /** The templates of that name. */
  Template[] templates(String name) {
    return entry(name).stream().map(text -> Template.parse(text, this)).toArray(Template[]::new);
  }

  /** The words of that name, with capitals if it has one, each after {@code space}. */
  Phrase[] words(String space, String name) {
    return words.computeIfAbsent(
        space + name,
        key -> words(name).stream().map(word -> phrase(space + word)).toArray(Phrase[]::new));
  }

  /** The words of that name, with capitals if it has one. */
  List<String> words(String name) {
    boolean capital = Character.isUpperCase(name.charAt(0));
    String key = Character.toLowerCase(name.charAt(0)) + name.substring(1);
    String[] found = String.join(" ", entry(key)).split(" ");
    return List.of(found).stream()
        .map(word -> capital ? WordFile.capitalized(word) : word)
        .toList();
  }

  private List<String> entry(String name) {
    return Objects.requireNonNull(entries.get(name), "prose.txt: no " + name);
  }
}
