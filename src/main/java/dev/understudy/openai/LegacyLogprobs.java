package dev.understudy.openai;

import dev.understudy.simulation.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Probabilities of tokens as legacy completions have them: a list for each of their properties.
 * Tokens of a prompt that is echoed have none here. Confined to one thread.
 */
final class LegacyLogprobs {

  private final TokenLogprobs source;
  private int offset;

  /**
   * Of the tokens of one answer.
   *
   * @param offset how many characters stand before the first
   */
  LegacyLogprobs(TokenLogprobs source, int offset) {
    this.source = source;
    this.offset = offset;
  }

  /** Of the next token. */
  Map<String, Object> next(String piece) {
    return body(List.of(source.next(piece)));
  }

  /** Of all that is said; instead of {@link #next}. */
  Map<String, Object> all(Answer answer) {
    return body(source.chosen(answer));
  }

  private Map<String, Object> body(List<TokenLogprobs.Chosen> chosen) {
    List<String> tokens = new ArrayList<>();
    List<Double> probable = new ArrayList<>();
    List<@Nullable Map<String, Double>> top = new ArrayList<>();
    List<Integer> offsets = new ArrayList<>();
    for (TokenLogprobs.Chosen one : chosen) {
      tokens.add(one.token().token());
      probable.add(one.token().logprob());
      top.add(top(one));
      offsets.add(offset);
      offset += one.token().token().length();
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("tokens", tokens);
    body.put("token_logprobs", probable);
    body.put("top_logprobs", top.contains(null) ? null : top);
    body.put("text_offset", offsets);
    return body;
  }

  private static @Nullable Map<String, Double> top(TokenLogprobs.Chosen chosen) {
    Map<String, Double> top = new LinkedHashMap<>();
    chosen.top().forEach(likely -> top.put(likely.token(), likely.logprob()));
    return top.isEmpty() ? null : top;
  }
}
