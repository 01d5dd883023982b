package dev.understudy.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {

  @ParameterizedTest
  @CsvSource({
    "cluade, claude, true",
    "claud, claude, true",
    "laude, claude, true",
    "cclaude, claude, true",
    "claudee, claude, true",
    "clauda, claude, false",
    "clzude, claude, true",
    "claudr, claude, true",
    "gtp, gpt, true",
    "gpr, gpt, false",
    "gp, gpt, false",
    "airx, air, false",
    "llava, llama, false",
    "mini, mini, false",
    "mni, mini, true",
    "minix, mini, false",
  })
  void isSlip_words(String typed, String meant, boolean expected) {
    assertThat(Spelling.isSlip(typed, meant)).isEqualTo(expected);
  }
}
