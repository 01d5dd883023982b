package dev.understudy.content;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.schema.JsonSource;
import dev.understudy.text.TextStyle;
import dev.understudy.text.TokenText;
import dev.understudy.text.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Writes the answers to one task. What is the same in all of them is worked out once. Confined to
 * one thread.
 */
public final class TaskWriter {

  private static final String ID_CHARACTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final int ID_LENGTH = 24;

  private final JsonSource json;
  private final Task task;
  private final Tokenizer tokenizer;
  private final @Nullable List<Segment> laidDown;
  private final ToolSelection tools;

  /**
   * A writer.
   *
   * @param laidDown what each answer says, whose calls have no ids yet; null when that is open
   */
  TaskWriter(JsonSource json, Task task, Tokenizer tokenizer, @Nullable List<Segment> laidDown) {
    this.json = json;
    this.task = task;
    this.tokenizer = tokenizer;
    this.laidDown = laidDown;
    this.tools = laidDown == null ? ToolSelection.of(task) : ToolSelection.NONE;
  }

  /**
   * What was written.
   *
   * @param segments part by part
   * @param whole whether it is complete as it is, whatever length was asked for
   */
  public record Written(List<Segment> segments, boolean whole) {

    /** Whether tools are called. */
    public boolean calls() {
      return segments.stream().anyMatch(segment -> segment.kind() == Segment.Kind.TOOL_CALL);
    }
  }

  /**
   * The next answer.
   *
   * @param tokens how many tokens it has, where it is text that is made up
   * @throws dev.understudy.model.UnderstudyException INVALID_REQUEST when a schema has no value
   *     that can be found
   */
  public Written write(RandomGenerator random, int tokens) {
    if (laidDown != null) {
      return new Written(laidDown.stream().map(part -> withId(part, random)).toList(), true);
    }
    List<Segment> calls = new ArrayList<>();
    for (Tool tool : tools.draw(random)) {
      JsonNode arguments = json.write(random, tool.parameters(), task.lastUserText(), tool.path());
      TokenText text = tokenizer.split(arguments.toString());
      calls.add(Segment.call(text, tool.name(), id(random)));
    }
    if (!calls.isEmpty()) {
      return new Written(calls, true);
    }
    JsonNode value = value(random);
    if (value != null) {
      return new Written(List.of(Segment.text(tokenizer.split(value.toString()))), true);
    }
    TextStyle style = TextStyle.askedFor(task.lastUserText());
    TokenText text = AnswerWriter.text(tokenizer, random, tokens, style);
    return new Written(List.of(Segment.text(text)), false);
  }

  private static Segment withId(Segment part, RandomGenerator random) {
    return part.kind() == Segment.Kind.TOOL_CALL
        ? Segment.call(part.text(), part.name(), id(random))
        : part;
  }

  private static String id(RandomGenerator random) {
    StringBuilder id = new StringBuilder(ID_LENGTH);
    for (int i = 0; i < ID_LENGTH; i++) {
      id.append(ID_CHARACTERS.charAt(random.nextInt(ID_CHARACTERS.length())));
    }
    return id.toString();
  }

  private @Nullable JsonNode value(RandomGenerator random) {
    OutputFormat format = task.format();
    JsonNode schema = format.schema();
    if (schema != null) {
      return json.write(random, schema, task.lastUserText(), format.path());
    }
    return format.kind() == OutputFormat.Kind.JSON_OBJECT ? json.object(random) : null;
  }
}
