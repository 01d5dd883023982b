package dev.understudy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.text.Tokenizer;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptTest {

  private static final Tokenizer TOKENIZER = Tokenizer.o200k();

  @Test
  void longText_isCountedAsAWhole() {
    String text = "The quick brown fox jumps over the lazy dog, twice. ".repeat(12_000);
    assertThat(Prompt.of(List.of(text, "and more")).tokens(TOKENIZER))
        .isEqualTo(TOKENIZER.count(text) + TOKENIZER.count("and more"));
  }

  @Test
  void aTextWithoutEnd_isCountedNoFurtherThanItMatters() {
    String text = "a".repeat(2_000_000);
    int tokens = new Prompt(List.of(text, text), 5).tokens(TOKENIZER, 1_000);
    assertThat(tokens).isBetween(1_001, 100_000);
    assertThat(TOKENIZER.count(text)).isGreaterThan(200_000);
  }

  @Test
  void whatIsNoText_counts() {
    assertThat(Prompt.ofTokens(7).tokens(TOKENIZER)).isEqualTo(7);
  }
}
