package dev.understudy.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeedsTest {

  @Test
  void generator_sameSeeds_sameDraws() {
    Seeds seeds = new Seeds(7, 42, "hash");
    assertThat(seeds.generator(Seeds.Use.TEXT).nextLong())
        .isEqualTo(new Seeds(7, 42, "hash").generator(Seeds.Use.TEXT).nextLong());
  }

  @Test
  void generator_anyDifference_otherDraws() {
    Set<Long> draws = new HashSet<>();
    for (Seeds.Use use : Seeds.Use.values()) {
      draws.add(new Seeds(7, 42, "hash").generator(use).nextLong());
    }
    draws.add(new Seeds(8, 42, "hash").generator(Seeds.Use.TEXT).nextLong());
    draws.add(new Seeds(7, 43, "hash").generator(Seeds.Use.TEXT).nextLong());
    draws.add(new Seeds(42, 7, "hash").generator(Seeds.Use.TEXT).nextLong());
    draws.add(new Seeds(7, 42, "other").generator(Seeds.Use.TEXT).nextLong());
    assertThat(draws).hasSize(Seeds.Use.values().length + 4);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-1, -1",
    "+5, 5",
    "9223372036854775807, 9223372036854775807",
    "-9223372036854775808, -9223372036854775808",
    "18446744073709551615, -1",
  })
  void parse_any64Bits(String text, long seed) {
    assertThat(Seeds.parse("seed", text)).isEqualTo(seed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1.5", "1e3", "x", "18446744073709551616", "-9223372036854775809", "- 1"})
  void parse_other_isRefused(String text) {
    assertThatThrownBy(() -> Seeds.parse("seed", text))
        .hasMessage("seed: " + text + " (expected: a 64-bit integer)");
  }
}
