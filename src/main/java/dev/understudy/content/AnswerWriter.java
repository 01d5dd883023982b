package dev.understudy.content;

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

  private final JsonSource json = new JsonSource();
  private volatile Scripts scripts = Scripts.NONE;

  /** Plays these scripts from now on. */
  public void replaceScripts(Scripts others) {
    scripts = others;
  }

  /**
   * Begins to answer a task.
   *
   * @param model the id of the model that answers
   * @param tokenizer of that model
   * @throws dev.understudy.model.UnderstudyException INVALID_REQUEST when a script is exhausted
   */
  public TaskWriter begin(Task task, String model, Tokenizer tokenizer) {
    return new TaskWriter(json, task, tokenizer, laidDown(task, model, tokenizer));
  }

  private @Nullable List<Segment> laidDown(Task task, String model, Tokenizer tokenizer) {
    String set = task.override().echo() ? task.lastUserText() : task.override().text();
    if (set != null) {
      return List.of(Segment.text(tokenizer.split(set)));
    }
    Script.Turn turn = scripts.answer(model, task);
    return turn == null ? null : laidDown(turn, tokenizer);
  }

  private static List<Segment> laidDown(Script.Turn turn, Tokenizer tokenizer) {
    List<Segment> segments = new ArrayList<>();
    if (!turn.text().isEmpty()) {
      segments.add(Segment.text(tokenizer.split(turn.text())));
    }
    for (Script.Call call : turn.calls()) {
      String arguments = call.arguments().toString();
      segments.add(Segment.call(tokenizer.split(arguments), call.name(), ""));
    }
    return segments;
  }

  /** Prose of exactly that many tokens. */
  public static TokenText prose(Tokenizer tokenizer, RandomGenerator random, int tokens) {
    return text(tokenizer, random, tokens, TextStyle.PROSE);
  }

  static TokenText text(Tokenizer tokenizer, RandomGenerator random, int tokens, TextStyle style) {
    return TextSource.of(tokenizer).write(random, tokens, style).first(tokens);
  }
}
