package dev.understudy.content;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Which tools a model calls. One that is free to choose calls those that the user's last message
 * mentions, until one of them has answered, so that every loop of calls ends; one that must call
 * calls these too, or else one by chance. A tool is mentioned by a word of its name, or by two of
 * its description. Stateless.
 */
final class ToolSelection {

  private static final Pattern WORD_ENDS = Pattern.compile("(?<=[a-z])(?=[A-Z])|[^\\p{L}\\p{N}]+");
  private static final int SHORTEST_WORD = 3;
  private static final int SHORTEST_STEM = 4;
  private static final int LONGEST_ENDING = 3;
  private static final int WORDS_OF_DESCRIPTION = 2;

  /** Of a longer message the end counts. */
  private static final int LONGEST_LOOKED_AT = 4_000;

  /** Words of very many tools, and of very many messages. */
  private static final Set<String> COMMON =
      Set.of(
          "get",
          "set",
          "run",
          "use",
          "call",
          "make",
          "fetch",
          "tool",
          "function",
          "current",
          "the",
          "and",
          "for",
          "with",
          "from",
          "this",
          "that",
          "are",
          "you",
          "your",
          "what",
          "how",
          "any",
          "all",
          "given",
          "returns",
          "return");

  private ToolSelection() {}

  /** The tools that are called, one after the other; none when the model answers. */
  static List<Tool> of(Task task, RandomGenerator random) {
    List<Tool> allowed = task.tools().stream().filter(task.toolChoice()::allows).toList();
    ToolChoice.Mode mode = task.toolChoice().mode();
    Integer exactly = task.override().toolCalls();
    boolean free = mode == ToolChoice.Mode.AUTO && exactly == null;
    if (allowed.isEmpty()
        || mode == ToolChoice.Mode.NONE
        || (exactly != null && exactly == 0)
        || (free && task.hasToolResult())) {
      return List.of();
    }
    List<Tool> mentioned = mentioned(allowed, task.lastUserText());
    if (exactly != null) {
      return exactly(exactly, mentioned.isEmpty() ? allowed : mentioned);
    }
    if (mentioned.isEmpty() && !free) {
      mentioned = List.of(allowed.get(random.nextInt(allowed.size())));
    }
    return task.parallelToolCalls() || mentioned.isEmpty() ? mentioned : mentioned.subList(0, 1);
  }

  private static List<Tool> exactly(int calls, List<Tool> tools) {
    List<Tool> called = new ArrayList<>(calls);
    for (int i = 0; i < calls; i++) {
      called.add(tools.get(i % tools.size()));
    }
    return called;
  }

  private static List<Tool> mentioned(List<Tool> tools, String message) {
    Set<String> said = words(message);
    return tools.stream().filter(tool -> isMentioned(tool, said)).toList();
  }

  private static boolean isMentioned(Tool tool, Set<String> said) {
    return common(words(tool.name()), said) > 0
        || common(words(tool.description()), said) >= WORDS_OF_DESCRIPTION;
  }

  private static long common(Set<String> words, Set<String> said) {
    return words.stream().filter(word -> said.stream().anyMatch(s -> same(word, s))).count();
  }

  /** Whether two words are one but for their endings. */
  private static boolean same(String a, String b) {
    String shorter = a.length() <= b.length() ? a : b;
    String longer = a.length() <= b.length() ? b : a;
    return longer.equals(shorter)
        || (shorter.length() >= SHORTEST_STEM
            && longer.length() - shorter.length() <= LONGEST_ENDING
            && longer.startsWith(shorter));
  }

  private static Set<String> words(String whole) {
    String text = whole.substring(Math.max(0, whole.length() - LONGEST_LOOKED_AT));
    Set<String> words = new HashSet<>();
    Arrays.stream(WORD_ENDS.split(text))
        .map(word -> word.toLowerCase(Locale.ROOT))
        .filter(word -> word.length() >= SHORTEST_WORD && !COMMON.contains(word))
        .forEach(words::add);
    return words;
  }
}
