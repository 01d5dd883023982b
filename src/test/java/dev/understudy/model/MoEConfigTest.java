package dev.understudy.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class MoEConfigTest {

  @Example
  void activationRatio_deepSeekV3() {
    MoEConfig config =
        new MoEConfig(671_000_000_000L, 37_000_000_000L, 256, 8, MoEArchitecture.SPARSE);
    assertThat(config.activationRatio()).isCloseTo(0.0551, within(0.0001));
  }

  @Property
  void expertSizeParams_solvesBothEquations(
      @ForAll @LongRange(min = 1, max = 1_000_000_000_000L) long shared,
      @ForAll @LongRange(min = 1, max = 1_000_000_000L) long expert,
      @ForAll @IntRange(min = 2, max = 512) int experts,
      @ForAll @IntRange(min = 1, max = 511) int used) {
    int k = Math.min(used, experts - 1);
    MoEConfig config =
        new MoEConfig(shared + experts * expert, shared + k * expert, experts, k, null);
    assertThat(config.expertSizeParams()).isEqualTo(expert);
    assertThat(config.activationRatio()).isPositive().isLessThan(1.0);
  }

  @Example
  void expertSizeParams_allExpertsUsed_isTheUpperBound() {
    MoEConfig dense = new MoEConfig(1000L, 900L, 4, 4, MoEArchitecture.DENSE);
    assertThat(dense.expertSizeParams()).isEqualTo(250L);
  }

  @Example
  void figures_anyUnknown_giveNothing() {
    assertThat(new MoEConfig(null, 10L, 8, 2, null).activationRatio()).isNull();
    assertThat(new MoEConfig(100L, null, 8, 2, null).activationRatio()).isNull();
    assertThat(new MoEConfig(100L, 10L, null, null, null).activationRatio()).isEqualTo(0.1);
    assertThat(new MoEConfig(null, 10L, 8, 2, null).expertSizeParams()).isNull();
    assertThat(new MoEConfig(100L, null, 8, 2, null).expertSizeParams()).isNull();
    assertThat(new MoEConfig(100L, 10L, null, 2, null).expertSizeParams()).isNull();
    assertThat(new MoEConfig(100L, 10L, 8, null, null).expertSizeParams()).isNull();
  }

  @Example
  void contradictions_areAllNamed() {
    InvalidModelException refused =
        catchThrowableOfType(
            InvalidModelException.class, () -> new MoEConfig(10L, 11L, 8, 9, null));
    assertThat(Objects.requireNonNull(refused).faults())
        .containsExactly(
            new Fault("active_params", "11", "at most total_params (10)"),
            new Fault("experts_per_token", "9", "at most num_experts (8)"));
  }

  @Example
  void figures_belowOne_areAllNamed() {
    InvalidModelException refused =
        catchThrowableOfType(InvalidModelException.class, () -> new MoEConfig(0L, 0L, 0, 0, null));
    assertThat(Objects.requireNonNull(refused).faults())
        .extracting(Fault::path)
        .containsExactly("total_params", "active_params", "num_experts", "experts_per_token");
  }
}
