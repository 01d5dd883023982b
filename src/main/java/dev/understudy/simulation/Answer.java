package dev.understudy.simulation;

import dev.understudy.content.Segment;
import dev.understudy.text.TokenText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One answer: what is thought, said and called, part by part, and why it ends. Immutable.
 *
 * @param segments in the order in which they are sent
 * @param finishReason why it ends
 * @param stopSequence the sequence that ended it; null when it was something else
 */
public record Answer(
    List<Segment> segments, FinishReason finishReason, @Nullable String stopSequence) {

  /** Copies the list. */
  public Answer {
    segments = List.copyOf(segments);
  }

  /** An answer that no sequence ended. */
  public Answer(List<Segment> segments, FinishReason finishReason) {
    this(segments, finishReason, null);
  }

  /** An answer that only says something. */
  public static Answer of(TokenText text, FinishReason finishReason) {
    return new Answer(List.of(Segment.text(text)), finishReason);
  }

  /** How many tokens it has, of all parts. */
  public int tokens() {
    int tokens = 0;
    for (Segment segment : segments) {
      tokens += segment.tokens();
    }
    return tokens;
  }

  /** What is said. */
  public String text() {
    return textOf(Segment.Kind.TEXT);
  }

  /** What is thought, as far as it is shown. */
  public String reasoning() {
    return textOf(Segment.Kind.REASONING);
  }

  private String textOf(Segment.Kind kind) {
    String said = "";
    for (Segment segment : segments) {
      if (segment.kind() == kind) {
        String text = segment.text().text();
        said = said.isEmpty() ? text : said + text; // mostly there is one
      }
    }
    return said;
  }

  /** The tools that are called. */
  public List<Segment> toolCalls() {
    List<Segment> calls = new ArrayList<>(segments.size());
    for (Segment segment : segments) {
      if (segment.kind() == Segment.Kind.TOOL_CALL) {
        calls.add(segment);
      }
    }
    return calls;
  }

  /**
   * The answer up to the first stop sequence in what is said. As with vLLM, a sequence that is
   * complete within the first {@code minTokens} tokens does not count.
   */
  Answer stopAt(List<String> stop, int minTokens) {
    int before = 0;
    for (int i = 0; !stop.isEmpty() && i < segments.size(); i++) {
      Segment segment = segments.get(i);
      if (segment.kind() == Segment.Kind.TEXT) {
        Found found = find(segment.text(), stop, Math.max(0, minTokens - before));
        if (found != null) {
          Segment last = segment.withText(segment.text().cutAt(found.at()));
          return new Answer(upTo(i, last), FinishReason.STOP, found.sequence());
        }
      }
      before += segment.tokens();
    }
    return this;
  }

  private record Found(int at, String sequence) {}

  private static @Nullable Found find(TokenText said, List<String> stop, int minTokens) {
    String text = said.text();
    int protectedLength = said.before(Math.min(minTokens, said.tokens())).length();
    Found first = null;
    for (String sequence : stop) {
      int from = minTokens == 0 ? 0 : protectedLength - sequence.length() + 1;
      int at = text.indexOf(sequence, from);
      first = at >= 0 && (first == null || at < first.at()) ? new Found(at, sequence) : first;
    }
    return first;
  }

  /** The answer as far as that many tokens go; what is cut off ends it by its length. */
  Answer first(int most) {
    int left = most;
    for (int i = 0; i < segments.size(); i++) {
      Segment segment = segments.get(i);
      if (segment.tokens() > left) {
        Segment last = segment.withText(segment.text().first(left));
        return new Answer(upTo(i, last), FinishReason.LENGTH);
      }
      left -= segment.tokens();
    }
    return this;
  }

  /**
   * The answer in chunks, none of which goes over the end of a part.
   *
   * @param ends before which token each chunk ends, rising
   */
  Answer inChunks(int[] ends) {
    List<Segment> chunked = new ArrayList<>(segments.size());
    int from = 0;
    for (Segment segment : segments) {
      int start = from;
      int end = from + segment.tokens();
      IntStream within = Arrays.stream(ends).filter(at -> at > start && at < end);
      int[] own = IntStream.concat(within, IntStream.of(end)).map(at -> at - start).toArray();
      chunked.add(segment.withText(segment.text().inChunks(own)));
      from = end;
    }
    return new Answer(chunked, finishReason, stopSequence);
  }

  private List<Segment> upTo(int index, Segment last) {
    List<Segment> kept = new ArrayList<>(segments.subList(0, index));
    if (last.tokens() > 0) {
      kept.add(last);
    }
    return kept;
  }
}
