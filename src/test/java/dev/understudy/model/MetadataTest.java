package dev.understudy.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class MetadataTest {

  private static final ModelDefinition PLAIN = ModelDefinition.builder("acme/one").build();

  @Test
  void metadata_changedAfterwards_leavesTheDefinitionAsItWas() {
    List<Object> inner = new ArrayList<>(List.of("a"));
    Map<String, Object> outer = new HashMap<>(Map.of("list", inner));
    ModelDefinition model = PLAIN.with(b -> b.metadata(outer));
    inner.add("b");
    outer.put("more", true);
    assertThat(model.metadata()).isEqualTo(Map.of("list", List.of("a")));
  }

  @Test
  void metadata_read_cannotBeChangedAtAnyDepth() {
    ModelDefinition model = PLAIN.with(b -> b.metadata(Map.of("map", new HashMap<>())));
    @SuppressWarnings("unchecked")
    Map<String, Object> inner = (Map<String, Object>) model.metadata().get("map");
    assertThatThrownBy(() -> Objects.requireNonNull(inner).put("x", 1))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void metadata_numbers_haveOneForm() {
    ModelDefinition model =
        PLAIN.with(
            b ->
                b.metadata(
                    Map.of(
                        "n",
                        List.of(5L, (short) 5, new BigDecimal("5E+2"), 0.5, 1L << 40),
                        "big",
                        BigInteger.TWO.pow(70))));
    assertThat(model.metadata())
        .isEqualTo(
            Map.of(
                "n",
                List.of(5, 5, 500, new BigDecimal("0.5"), 1L << 40),
                "big",
                BigInteger.TWO.pow(70)));
  }

  @Test
  void metadata_whatJsonCannotHold_isRefusedEach() {
    Map<String, Object> metadata =
        Map.of(
            "nan",
            Double.NaN,
            "date",
            LocalDate.EPOCH,
            "huge",
            Arrays.asList(null, new BigDecimal("1e999999999")));
    assertThat(faults(b -> b.metadata(metadata)))
        .extracting(Fault::path)
        .containsExactlyInAnyOrder("metadata.nan", "metadata.date", "metadata.huge[1]");
  }

  @Test
  void metadata_thatHoldsItself_isRefused() {
    Map<String, Object> metadata = new HashMap<>();
    metadata.put("self", metadata);
    assertThat(faults(b -> b.metadata(metadata)))
        .singleElement()
        .satisfies(fault -> assertThat(fault.expected()).isEqualTo("at most 50 levels"));
  }

  private static List<Fault> faults(UnaryOperator<ModelDefinitionBuilder> changes) {
    InvalidModelException refused =
        catchThrowableOfType(InvalidModelException.class, () -> PLAIN.with(changes));
    return Objects.requireNonNull(refused, "not refused").faults();
  }
}
