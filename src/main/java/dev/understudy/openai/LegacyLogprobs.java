package dev.understudy.openai;

import dev.understudy.simulation.Answer;
import dev.understudy.text.TokenText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Probabilities of tokens as legacy completions have them: a list for each of their properties.
 * Nothing comes before the first token of a prompt that is echoed, so it has none. Confined to one
 * thread.
 */
final class LegacyLogprobs {

  private final TokenLogprobs source;
  private final int top;
  private final TokenText prompt;
  private int offset;

  /**
   * Of the tokens of one answer.
   *
   * @param top how many other tokens are told for each
   * @param prompt what it begins with; of no tokens where it is not echoed
   */
  LegacyLogprobs(TokenLogprobs source, int top, TokenText prompt) {
    this.source = source;
    this.top = top;
    this.prompt = prompt;
  }

  /** Of the prompt, before all others. */
  Map<String, Object> prompt() {
    return body(source.chosen(prompt));
  }

  /** Of the next token. */
  Map<String, Object> next(String piece) {
    return body(List.of(source.next(piece)));
  }

  /** Of the prompt and all that is said; instead of the others. */
  Map<String, Object> all(Answer answer) {
    List<TokenLogprobs.Chosen> all = new ArrayList<>(source.chosen(prompt));
    all.addAll(source.chosen(answer));
    return body(all);
  }

  private Map<String, Object> body(List<TokenLogprobs.Chosen> chosen) {
    List<String> tokens = new ArrayList<>();
    List<@Nullable Double> probable = new ArrayList<>();
    List<@Nullable Map<String, Double>> others = new ArrayList<>();
    List<Integer> offsets = new ArrayList<>();
    for (TokenLogprobs.Chosen one : chosen) {
      boolean begins = offset == 0 && prompt.tokens() > 0;
      tokens.add(one.token().token());
      probable.add(begins ? null : (Double) one.token().logprob());
      others.add(begins ? null : top(one));
      offsets.add(offset);
      offset += one.token().token().length();
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("tokens", tokens);
    body.put("token_logprobs", probable);
    body.put("top_logprobs", top == 0 ? null : others);
    body.put("text_offset", offsets);
    return body;
  }

  private static Map<String, Double> top(TokenLogprobs.Chosen chosen) {
    Map<String, Double> top = new LinkedHashMap<>();
    chosen.top().forEach(likely -> top.put(likely.token(), likely.logprob()));
    return top;
  }
}
