package dev.understudy.content;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Writes what a model answers: what the request sets, tools that are called, JSON, or prose. The
 * same task and generator state give the same answer. Stateless, safe on any thread.
 */
public final class AnswerWriter {

  private final TextSource text = new TextSource();

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
   * @param tokens how many tokens it has, where it is prose
   */
  public Written write(Task task, Tokenizer tokenizer, RandomGenerator random, int tokens) {
    ContentOverride override = task.override();
    String set = override.echo() ? task.lastUserText() : override.text();
    if (set != null) {
      return new Written(List.of(Segment.text(tokenizer.split(set))), true);
    }
    return new Written(List.of(Segment.text(prose(tokenizer, random, tokens))), false);
  }

  /** Prose of exactly that many tokens. */
  public TokenText prose(Tokenizer tokenizer, RandomGenerator random, int tokens) {
    return tokenizer.split(text.write(random, tokens)).first(tokens);
  }
}
