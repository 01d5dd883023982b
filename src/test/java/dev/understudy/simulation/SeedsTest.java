package dev.understudy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

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
}
