package dev.understudy.openai;

import dev.understudy.content.Segment;
import dev.understudy.json.Json;
import dev.understudy.simulation.Answer;
import dev.understudy.simulation.SimulationPlan;
import dev.understudy.wire.FrameBytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

  /** Of one of the answers. */
  static TokenLogprobs of(ChatRequest request, SimulationPlan plan, int choice) {
    long seed = 31L * plan.id().hashCode() + choice;
    return new TokenLogprobs(
        new SplittableRandom(seed), Objects.requireNonNull(request.topLogprobs()));
  }

  /** Of the next token. */
  void append(FrameBytes out, String piece) {
    out.add(Json.bytes(next(piece)));
  }

  /** Of all that is said. */
  List<Map<String, Object>> all(Answer answer) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Segment segment : answer.segments()) {
      for (int k = 0; segment.kind() == Segment.Kind.TEXT && k < segment.tokens(); k++) {
        String piece = segment.text().piece(k);
        if (!piece.isEmpty()) {
          all.add(next(piece));
        }
      }
    }
    return all;
  }

  private Map<String, Object> next(String piece) {
    double probable =
        LEAST_PROBABLE + (MOST_PROBABLE - LEAST_PROBABLE) * Math.sqrt(random.nextDouble());
    Map<String, Object> token = token(piece, probable);
    List<Map<String, Object>> likely = new ArrayList<>(top);
    if (top > 0) {
      likely.add(token(piece, probable));
    }
    double left = 1 - probable;
    int first = random.nextInt(OTHERS.size());
    for (int i = 0; likely.size() < top; i++) {
      String other = OTHERS.get((first + i) % OTHERS.size());
      if (!other.equals(piece)) {
        left /= 2;
        likely.add(token(other, left));
      }
    }
    token.put("top_logprobs", likely);
    return token;
  }

  private static Map<String, Object> token(String piece, double probable) {
    byte[] utf8 = piece.getBytes(StandardCharsets.UTF_8);
    List<Integer> bytes = new ArrayList<>(utf8.length);
    for (byte b : utf8) {
      bytes.add(b & 0xFF);
    }
    Map<String, Object> token = new LinkedHashMap<>();
    token.put("token", piece);
    token.put("logprob", StrictMath.log(probable));
    token.put("bytes", bytes);
    return token;
  }
}
