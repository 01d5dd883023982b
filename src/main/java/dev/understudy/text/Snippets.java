package dev.understudy.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The fenced blocks of code of {@code snippets.md}, each of which can be about many things; their
 * tokens are found at the first use and kept. Safe on any thread.
 */
final class Snippets {

  private static final String FENCE = "```";
  private static final Pattern ITEM = Pattern.compile("[Ii]tem");

  private final Lexicon lexicon;
  private final List<String> things;
  private final Map<String, List<Block>> blocks = new HashMap<>();

  Snippets(Lexicon lexicon) {
    this.lexicon = lexicon;
    things = lexicon.words("thing");
    StringBuilder block = new StringBuilder();
    String language = "";
    for (String line : WordFile.lines("snippets.md")) {
      if (line.equals(FENCE)) {
        block.append(FENCE).append("\n\n");
        Block read = new Block(block.toString(), new AtomicReferenceArray<>(things.size()));
        blocks.computeIfAbsent(language, name -> new ArrayList<>()).add(read);
        block.setLength(0);
      } else if (line.startsWith(FENCE) || block.length() > 0) {
        language = line.startsWith(FENCE) ? line.substring(FENCE.length()) : language;
        block.append(line).append('\n');
      }
    }
  }

  /** A block of code in that language, fences and all, and an empty line. */
  Phrase draw(RandomGenerator random, String language) {
    List<Block> choices = Objects.requireNonNull(blocks.get(language), language);
    Block block = choices.get((int) (random.nextDouble() * choices.size()));
    int thing = (int) (random.nextDouble() * things.size());
    Phrase known = block.about.get(thing);
    if (known != null) {
      return known;
    }
    Phrase phrase = lexicon.phrase(about(block.text, things.get(thing)));
    block.about.set(thing, phrase);
    return phrase;
  }

  private static String about(String text, String thing) {
    return ITEM.matcher(text)
        .replaceAll(item -> item.group().equals("item") ? thing : WordFile.capitalized(thing));
  }

  private record Block(String text, AtomicReferenceArray<Phrase> about) {}
}
