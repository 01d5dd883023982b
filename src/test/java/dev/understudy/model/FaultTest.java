package dev.understudy.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FaultTest {

  @Test
  void message_saysPathValueAndExpectation() {
    assertThat(Fault.of("limit", 0, "from 1").message()).isEqualTo("limit: 0 (expected: from 1)");
    assertThat(Fault.of("", 0, "from 1").message()).isEqualTo("0 (expected: from 1)");
    assertThat(Fault.of("id", null, "an id").message()).isEqualTo("id: missing (expected: an id)");
  }

  @Test
  void under_joinsFieldsWithPointsAndElementsWithout() {
    assertThat(new Fault("from", null, "x").under("conditional[1]").under("pricing").path())
        .isEqualTo("pricing.conditional[1].from");
    assertThat(new Fault("[2]", null, "x").under("tags").path()).isEqualTo("tags[2]");
    assertThat(new Fault("", null, "x").under("tags").path()).isEqualTo("tags");
    assertThat(new Fault("id", null, "x").under("").path()).isEqualTo("id");
  }

  @Test
  void value_long_isCutOnce() {
    Fault cut = new Fault("id", "x".repeat(1000), "shorter");
    assertThat(cut.value()).hasSize(120).endsWith("x...");
    assertThat(new Fault("id", cut.value(), "shorter")).isEqualTo(cut);
    assertThat(new Fault("id", "x".repeat(120), "shorter").value()).isEqualTo("x".repeat(120));
  }

  @Test
  void faults_ofParts_areToldUnderTheirPlace() {
    Faults faults = new Faults();
    faults.add("name", "", "a name");
    MoEConfig part = faults.part("moe_config", () -> new MoEConfig(0L, null, 0, null, null));
    assertThat(part).isNull();
    assertThatThrownBy(faults::throwIfAny)
        .isInstanceOf(InvalidModelException.class)
        .hasMessage(
            "name:  (expected: a name); "
                + "moe_config.total_params: 0 (expected: a whole number from 1); "
                + "moe_config.num_experts: 0 (expected: a whole number from 1)");
  }

  @Test
  void faults_veryMany_areCountedButNotKept() {
    Faults faults = new Faults();
    for (int i = 0; i < Faults.MOST; i++) {
      faults.add("[" + i + "]", 0, "a model");
    }
    assertThat(faults.isFull()).isFalse();
    assertThat(faults.list()).hasSize(Faults.MOST);
    faults.add("[100]", 0, "a model");
    faults.addAll("part", List.of(new Fault("a", null, "x"), new Fault("b", null, "x")));
    assertThat(faults.isFull()).isTrue();
    assertThat(faults.count()).isEqualTo(Faults.MOST + 3);
    assertThat(faults.list()).hasSize(Faults.MOST + 1);
    assertThatThrownBy(faults::throwIfAny)
        .hasMessageStartingWith("[0]: 0 (expected: a model); ")
        .hasMessageEndingWith(
            "[99]: 0 (expected: a model); at least 3 more faults (expected: none)");
  }

  @Test
  void faults_none_doesNotThrow() {
    Faults faults = new Faults();
    faults.require(true, "id", "x", "y");
    faults.atLeast(null, 1, "context_window");
    faults.throwIfAny();
    assertThat(faults.none()).isTrue();
    assertThat(faults.list()).isEqualTo(List.of());
  }

  @Test
  void expectedFailures_haveNoStackTrace() {
    InvalidModelException invalid =
        new InvalidModelException(List.of(new Fault("id", null, "an id")));
    UnderstudyException failure = UnderstudyException.invalid("limit", 0, "from 1");
    assertThat(invalid.getStackTrace()).isEmpty();
    assertThat(failure.getStackTrace()).isEmpty();
    assertThat(failure).hasMessage("limit: 0 (expected: from 1)");
    assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(failure.param()).isEqualTo("limit");
  }
}
