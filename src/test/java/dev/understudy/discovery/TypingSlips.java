package dev.understudy.discovery;

import dev.understudy.model.ModelDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ids with one slip of the finger in a run of four letters or more. */
final class TypingSlips {

  /** What was typed for the id that was meant. */
  record Slip(String typed, String meant) {}

  private static final Pattern WORD = Pattern.compile("[A-Za-z]{4,}");

  private static final List<String> ROWS = List.of("qwertyuiop", "asdfghjkl", "zxcvbnm");

  private TypingSlips() {}

  /** Two slips of each kind in each word of each id. */
  static List<Slip> of(List<ModelDefinition> models, Random random) {
    List<Slip> slips = new ArrayList<>();
    for (ModelDefinition model : models) {
      Matcher word = WORD.matcher(model.id());
      while (word.find()) {
        for (int kind = 0; kind < 8; kind++) {
          String typed = slip(word.group(), kind % 4, random);
          if (!typed.equals(word.group())) {
            String id = model.id();
            String whole = id.substring(0, word.start()) + typed + id.substring(word.end());
            slips.add(new Slip(whole, id));
          }
        }
      }
    }
    return slips;
  }

  private static String slip(String word, int kind, Random random) {
    int at = random.nextInt(word.length() - 1);
    String before = word.substring(0, at);
    char letter = word.charAt(at);
    String after = word.substring(at + 1);
    return switch (kind) {
      case 0 -> before + after.charAt(0) + letter + after.substring(1);
      case 1 -> before + after;
      case 2 -> before + letter + letter + after;
      default -> before + beside(letter, random) + after;
    };
  }

  private static char beside(char letter, Random random) {
    for (String row : ROWS) {
      int place = row.indexOf(Character.toLowerCase(letter));
      if (place >= 0) {
        boolean right = place == 0 || (place < row.length() - 1 && random.nextBoolean());
        char hit = row.charAt(right ? place + 1 : place - 1);
        return Character.isUpperCase(letter) ? Character.toUpperCase(hit) : hit;
      }
    }
    throw new IllegalArgumentException(letter + " (expected: a letter)");
  }
}
