package dev.understudy.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditDistanceTest {

  @ParameterizedTest
  @CsvSource({
    "gtp, gpt, 1",
    "kitten, sitting, 3",
    "'', abc, 3",
    "abc, '', 3",
    "'', '', 0",
    "ca, abc, 3",
    "abcdef, uvwxyz, 6",
    "gpt-4o, gpt-o4, 1"
  })
  void distance_countsEditsAndTranspositions(String one, String other, int distance) {
    assertThat(EditDistance.osa(one, other, 9)).isEqualTo(distance);
    assertThat(new EditDistances(one).to(other)).isEqualTo(distance);
  }

  /** Few letters, so that much is alike; at times longer than the bits of a word. */
  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("abc-\u00e9").ofMaxLength(70);
  }

  @Property
  void byBits_anyTexts_agreesWithTheTable(
      @ForAll("texts") String one, @ForAll("texts") String other) {
    int distance = EditDistance.osa(one, other, 99);
    assertThat(new EditDistances(one).to(other)).isEqualTo(distance);
    assertThat(new EditDistances(other).to(one)).isEqualTo(distance);
    for (int limit = 0; limit < 8; limit++) {
      assertThat(EditDistance.osa(one, other, limit)).isEqualTo(Math.min(distance, limit + 1));
    }
  }
}
