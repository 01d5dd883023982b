package dev.understudy.content;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Which tools a model calls. One that is free to choose calls those that the user's last message
 * mentions, until one of them has answered, so that every loop of calls ends; one that must call
 * calls these too, or else one by chance. A tool is mentioned by a word of its name, or by two of
 * its description. Immutable.
 */
final class ToolSelection {

  private static final int WORDS_OF_NAME = 1;
  private static final int WORDS_OF_DESCRIPTION = 2;
  static final ToolSelection NONE = new ToolSelection(List.of(), List.of());

  private final List<Tool> called;
  private final List<Tool> orOneOf;

  private ToolSelection(List<Tool> called, List<Tool> orOneOf) {
    this.called = called;
    this.orOneOf = orOneOf;
  }

  /** What all answers to a task call. */
  static ToolSelection of(Task task) {
    List<Tool> allowed = task.tools().stream().filter(task.toolChoice()::allows).toList();
    ToolChoice.Mode mode = task.toolChoice().mode();
    Integer exactly = task.override().toolCalls();
    boolean free = mode == ToolChoice.Mode.AUTO && exactly == null;
    if (allowed.isEmpty()
        || mode == ToolChoice.Mode.NONE
        || (exactly != null && exactly == 0)
        || (free && task.hasToolResult())) {
      return NONE;
    }
    List<Tool> mentioned = mentioned(allowed, task.lastUserText());
    if (exactly != null) {
      List<Tool> among = mentioned.isEmpty() ? allowed : mentioned;
      return new ToolSelection(exactly(exactly, among), List.of());
    }
    if (mentioned.isEmpty()) {
      return free ? NONE : new ToolSelection(List.of(), allowed);
    }
    int most = task.parallelToolCalls() ? mentioned.size() : 1;
    return new ToolSelection(mentioned.subList(0, most), List.of());
  }

  private static List<Tool> exactly(int calls, List<Tool> tools) {
    List<Tool> called = new ArrayList<>(calls);
    for (int i = 0; i < calls; i++) {
      called.add(tools.get(i % tools.size()));
    }
    return called;
  }

  private static List<Tool> mentioned(List<Tool> tools, String message) {
    SaidWords said = new SaidWords(message);
    return tools.stream()
        .filter(
            tool ->
                said.have(WORDS_OF_NAME, tool.name())
                    || said.have(WORDS_OF_DESCRIPTION, tool.description()))
        .toList();
  }

  /** The tools that one answer calls, one after the other; none when the model answers. */
  List<Tool> draw(RandomGenerator random) {
    return orOneOf.isEmpty() ? called : List.of(orOneOf.get(random.nextInt(orOneOf.size())));
  }
}
