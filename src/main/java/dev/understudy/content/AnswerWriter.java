package dev.understudy.content;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.schema.JsonSource;
import dev.understudy.text.TextSource;
import dev.understudy.text.TextStyle;
import dev.understudy.text.TokenText;
import dev.understudy.text.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a model answers: what the request sets, what a script says, tools that are called,
 * JSON, or else text in the style that is asked for. The same task, scripts and generator state
 * give the same answer. Safe on any thread.
 */
public final class AnswerWriter {

  private static final String ID_CHARACTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final int ID_LENGTH = 24;

  private final JsonSource json = new JsonSource();
  private volatile Scripts scripts = Scripts.NONE;

  /** Plays these scripts from now on. */
  public void replaceScripts(Scripts others) {
    scripts = others;
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
   * An answer.
   *
   * @param model the id of the model that answers
   * @param tokenizer of that model
   * @param tokens how many tokens it has, where it is text that is made up
   * @throws dev.understudy.model.UnderstudyException INVALID_REQUEST when a schema has no value
   *     that can be found, or a script is exhausted
   */
  public Written write(
      Task task, String model, Tokenizer tokenizer, RandomGenerator random, int tokens) {
    String set = task.override().echo() ? task.lastUserText() : task.override().text();
    if (set != null) {
      return whole(List.of(Segment.text(tokenizer.split(set))));
    }
    Script.Turn turn = scripts.answer(model, task);
    if (turn != null) {
      return whole(played(turn, tokenizer, random));
    }
    List<Segment> calls = calls(task, tokenizer, random);
    if (!calls.isEmpty()) {
      return whole(calls);
    }
    JsonNode value = value(task, random);
    if (value != null) {
      return whole(List.of(Segment.text(tokenizer.split(value.toString()))));
    }
    TextStyle style = TextStyle.askedFor(task.lastUserText());
    return new Written(List.of(Segment.text(text(tokenizer, random, tokens, style))), false);
  }

  private static Written whole(List<Segment> segments) {
    return new Written(segments, true);
  }

  private static List<Segment> played(
      Script.Turn turn, Tokenizer tokenizer, RandomGenerator random) {
    List<Segment> segments = new ArrayList<>();
    if (!turn.text().isEmpty()) {
      segments.add(Segment.text(tokenizer.split(turn.text())));
    }
    for (Script.Call call : turn.calls()) {
      segments.add(call(call.name(), call.arguments(), tokenizer, random));
    }
    return segments;
  }

  private List<Segment> calls(Task task, Tokenizer tokenizer, RandomGenerator random) {
    if (task.tools().isEmpty()) {
      return List.of();
    }
    List<Segment> calls = new ArrayList<>();
    for (Tool tool : ToolSelection.of(task, random)) {
      JsonNode arguments = json.write(random, tool.parameters(), task.lastUserText(), tool.path());
      calls.add(call(tool.name(), arguments, tokenizer, random));
    }
    return calls;
  }

  private static Segment call(
      String name, JsonNode arguments, Tokenizer tokenizer, RandomGenerator random) {
    StringBuilder id = new StringBuilder(ID_LENGTH);
    for (int i = 0; i < ID_LENGTH; i++) {
      id.append(ID_CHARACTERS.charAt(random.nextInt(ID_CHARACTERS.length())));
    }
    TokenText text = tokenizer.split(arguments.toString());
    return new Segment(Segment.Kind.TOOL_CALL, text, name, id.toString());
  }

  private @Nullable JsonNode value(Task task, RandomGenerator random) {
    OutputFormat format = task.format();
    JsonNode schema = format.schema();
    if (schema != null) {
      return json.write(random, schema, task.lastUserText(), format.path());
    }
    return format.kind() == OutputFormat.Kind.JSON_OBJECT ? json.object(random) : null;
  }

  /** Prose of exactly that many tokens. */
  public static TokenText prose(Tokenizer tokenizer, RandomGenerator random, int tokens) {
    return text(tokenizer, random, tokens, TextStyle.PROSE);
  }

  private static TokenText text(
      Tokenizer tokenizer, RandomGenerator random, int tokens, TextStyle style) {
    return TextSource.of(tokenizer).write(random, tokens, style).first(tokens);
  }
}
