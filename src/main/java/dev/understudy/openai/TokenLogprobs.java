package dev.understudy.openai;

import dev.understudy.content.Segment;
import dev.understudy.simulation.Answer;
import dev.understudy.simulation.SimulationPlan;
import dev.understudy.text.TokenText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * How probable each token was, and which others might have been: drawn by the answer's id, which
 * depends on seeds and body alone. The token that was chosen is always the most probable, and all
 * that are told together are less than certain. Confined to one thread.
 */
final class TokenLogprobs {

  private static final double LEAST_PROBABLE = 0.4;
  private static final double MOST_PROBABLE = 0.999;

  /** What may stand anywhere; more than are ever told. */
  private static final List<String> OTHERS =
      List.of(
          " the", " a", ",", ".", " and", " of", " to", " in", " that", " is", " it", " for", " on",
          " as", " with", " this", " by", " an", " be", " or", " from", " at");

  private final SplittableRandom random;
  private final int top;

  private TokenLogprobs(SplittableRandom random, int top) {
    this.random = random;
    this.top = top;
  }

  /**
   * Of one of the answers.
   *
   * @param top how many tokens are told for each
   */
  static TokenLogprobs of(SimulationPlan plan, int choice, int top) {
    long seed = 31L * plan.id().hashCode() + choice;
    return new TokenLogprobs(new SplittableRandom(seed), top);
  }

  /**
   * A token and how probable it was.
   *
   * @param logprob the natural logarithm of its probability
   */
  record Likely(String token, double logprob) {
    Map<String, Object> asChat() {
      byte[] utf8 = token.getBytes(StandardCharsets.UTF_8);
      List<Integer> bytes = new ArrayList<>(utf8.length);
      for (byte b : utf8) {
        bytes.add(b & 0xFF);
      }
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("token", token);
      body.put("logprob", logprob);
      body.put("bytes", bytes);
      return body;
    }
  }

  /**
   * A token that was chosen.
   *
   * @param top the most probable ones in its place, itself first
   */
  record Chosen(Likely token, List<Likely> top) {
    /** As chat completions and responses have it. */
    Map<String, Object> asChat() {
      Map<String, Object> body = token.asChat();
      body.put("top_logprobs", top.stream().map(Likely::asChat).toList());
      return body;
    }
  }

  /** Of all that is said, as chat completions and responses have it. */
  List<Map<String, Object>> all(Answer answer) {
    return chosen(answer).stream().map(Chosen::asChat).toList();
  }

  /** Of all that is said. */
  List<Chosen> chosen(Answer answer) {
    List<Chosen> all = new ArrayList<>();
    for (Segment segment : answer.segments()) {
      if (segment.kind() == Segment.Kind.TEXT) {
        all.addAll(chosen(segment.text()));
      }
    }
    return all;
  }

  /** Of a text. */
  List<Chosen> chosen(TokenText text) {
    List<Chosen> all = new ArrayList<>();
    for (int k = 0; k < text.tokens(); k++) {
      String piece = text.piece(k);
      if (!piece.isEmpty()) {
        all.add(next(piece));
      }
    }
    return all;
  }

  /** Of the next token. */
  Chosen next(String piece) {
    double probable =
        LEAST_PROBABLE + (MOST_PROBABLE - LEAST_PROBABLE) * Math.sqrt(random.nextDouble());
    Likely chosen = new Likely(piece, StrictMath.log(probable));
    List<Likely> likely = new ArrayList<>(top);
    if (top > 0) {
      likely.add(chosen);
    }
    double left = 1 - probable;
    int first = random.nextInt(OTHERS.size());
    for (int i = 0; likely.size() < top; i++) {
      String other = OTHERS.get((first + i) % OTHERS.size());
      if (!other.equals(piece)) {
        left /= 2;
        likely.add(new Likely(other, StrictMath.log(left)));
      }
    }
    return new Chosen(chosen, likely);
  }
}
