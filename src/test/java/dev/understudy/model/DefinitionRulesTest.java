package dev.understudy.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionRulesTest {

  private static final ModelDefinition PLAIN = ModelDefinition.builder("acme/one").build();

  private static final Modalities TEXT_AND_IMAGE_TO_TEXT =
      new Modalities(List.of(Modality.TEXT, Modality.IMAGE), List.of(Modality.TEXT));

  /* --------------- validation --------------- */

  @Test
  void build_severalFaults_namesEachOnce() {
    assertThat(
            faults(
                b ->
                    b.id("bad id")
                        .tags(List.of("a", "a", " b"))
                        .contextWindow(0)
                        .parameterCount(-1L)
                        .created(-1L)
                        .trainingDataCutoff("last year")
                        .name(" ")
                        .aliases(List.of(ModelAlias.of("x"), ModelAlias.of("x")))))
        .extracting(Fault::path)
        .containsExactlyInAnyOrder(
            "id",
            "name",
            "aliases[1]",
            "tags[1]",
            "tags[2]",
            "created",
            "context_window",
            "parameter_count",
            "training_data_cutoff");
  }

  @Test
  void build_fault_saysValueAndExpectation() {
    assertThatThrownBy(() -> PLAIN.with(b -> b.contextWindow(-3)))
        .hasMessage("context_window: -3 (expected: a whole number from 1)");
  }

  @Test
  void build_idOnly_leavesAllElseUnknown() {
    assertThat(PLAIN.name()).isNull();
    assertThat(PLAIN.contextWindow()).isNull();
    assertThat(PLAIN.status()).isNull();
    assertThat(PLAIN.capabilities()).isEqualTo(ModelCapabilities.UNKNOWN);
    assertThat(PLAIN.tags()).isEmpty();
  }

  @Test
  void build_aliasThatIsTheId_isRefused() {
    assertThat(faults(b -> b.aliases(List.of(ModelAlias.of("acme/one")))))
        .containsExactly(new Fault("aliases[0]", "acme/one", "a name not used before"));
  }

  @Test
  void build_limitsAboveContext_areRefusedEach() {
    assertThat(faults(b -> b.contextWindow(8192).maxInputTokens(8193).maxOutputTokens(9000)))
        .containsExactly(
            new Fault("max_input_tokens", "8193", "at most context_window (8192)"),
            new Fault("max_output_tokens", "9000", "at most context_window (8192)"));
  }

  @Test
  void build_limitsEqualToContext_areFine() {
    ModelDefinition model =
        PLAIN.with(b -> b.contextWindow(8192).maxInputTokens(8192).maxOutputTokens(8192));
    assertThat(model.maxOutputTokens()).isEqualTo(8192);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2024", "2024-02", "2024-02-29"})
  void trainingDataCutoff_dateOfAnyPrecision_isFine(String cutoff) {
    assertThat(PLAIN.with(b -> b.trainingDataCutoff(cutoff)).trainingDataCutoff())
        .isEqualTo(cutoff);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2023-02-29", "2024-13", "2024-00", "24", "2024-1", "2024-01-32", ""})
  void trainingDataCutoff_noDate_isRefused(String cutoff) {
    assertThat(faults(b -> b.trainingDataCutoff(cutoff)))
        .containsExactly(new Fault("training_data_cutoff", cutoff, "YYYY, YYYY-MM or YYYY-MM-DD"));
  }

  @Test
  void dates_outOfOrder_areRefusedEach() {
    LocalDate day = LocalDate.of(2025, 6, 1);
    assertThat(
            faults(
                b ->
                    b.releaseDate(day)
                        .deprecationDate(day.minusDays(1))
                        .retirementDate(day.minusDays(2))))
        .extracting(Fault::path)
        .containsExactly("deprecation_date", "retirement_date", "retirement_date");
  }

  @Test
  void dates_allOnOneDay_areFine() {
    LocalDate day = LocalDate.of(2025, 6, 1);
    ModelDefinition model =
        PLAIN.with(b -> b.releaseDate(day).deprecationDate(day).retirementDate(day));
    assertThat(model.retirementDate()).isEqualTo(day);
  }

  @Test
  void lineage_toItself_isRefused() {
    String id = PLAIN.id();
    assertThat(faults(b -> b.successor(id).baseModel(id).parent(id).root(id)))
        .extracting(Fault::path)
        .containsExactly("successor", "base_model", "parent");
  }

  @Test
  void texts_blank_areRefused() {
    assertThat(
            faults(
                b ->
                    b.ownedBy("")
                        .provider("")
                        .family("")
                        .description("")
                        .version("")
                        .license("")
                        .sources(List.of("vendor", ""))
                        .successor("")
                        .baseModel("")
                        .parent("")
                        .root("")))
        .extracting(Fault::path)
        .containsExactly(
            "owned_by",
            "provider",
            "family",
            "description",
            "version",
            "license",
            "sources[1]",
            "successor",
            "base_model",
            "parent",
            "root");
  }

  /* --------------- modalities --------------- */

  @Test
  void modalities_unknownCapabilities_areFilledIn() {
    ModelDefinition model = PLAIN.with(b -> b.modalities(TEXT_AND_IMAGE_TO_TEXT));
    assertThat(model.capabilities().get(Capability.VISION)).isTrue();
    assertThat(model.capabilities().get(Capability.AUDIO)).isFalse();
    assertThat(model.capabilities().get(Capability.VIDEO)).isFalse();
    assertThat(model.capabilities().get(Capability.CHAT)).isNull();
  }

  @Test
  void modalities_audioInEitherDirection_isAudio() {
    Modalities speaks = new Modalities(List.of(Modality.TEXT), List.of(Modality.AUDIO));
    Modalities hears = new Modalities(List.of(Modality.AUDIO), List.of(Modality.TEXT));
    assertThat(PLAIN.with(b -> b.modalities(speaks)).capabilities().can(Capability.AUDIO)).isTrue();
    assertThat(PLAIN.with(b -> b.modalities(hears)).capabilities().can(Capability.AUDIO)).isTrue();
  }

  @Test
  void modalities_imageOnlyAsOutput_isNotVision() {
    Modalities paints = new Modalities(List.of(Modality.TEXT), List.of(Modality.IMAGE));
    ModelCapabilities capabilities = PLAIN.with(b -> b.modalities(paints)).capabilities();
    assertThat(capabilities.get(Capability.VISION)).isFalse();
    assertThat(capabilities.get(Capability.IMAGE_GENERATION)).isNull();
  }

  @Test
  void modalities_contradictions_areAllRefused() {
    ModelCapabilities contrary =
        ModelCapabilities.of(
            List.of(Capability.AUDIO, Capability.VIDEO), List.of(Capability.VISION));
    assertThat(faults(b -> b.modalities(TEXT_AND_IMAGE_TO_TEXT).capabilities(contrary)))
        .containsExactly(
            new Fault(
                "capabilities.vision",
                "false",
                "true, as there is image among the input modalities"),
            new Fault(
                "capabilities.audio", "true", "false, as there is no audio among the modalities"),
            new Fault(
                "capabilities.video", "true", "false, as there is no video among the modalities"));
  }

  @Test
  void modalities_outputOnlyKindsOrNone_asInput_areRefused() {
    InvalidModelException refused =
        catchThrowableOfType(
            InvalidModelException.class,
            () -> new Modalities(List.of(Modality.EMBEDDING), List.of()));
    assertThat(refused.faults()).extracting(Fault::path).containsExactly("output", "input");
  }

  @Test
  void modalities_anyOrder_areEqual() {
    Modalities twins =
        new Modalities(
            List.of(Modality.IMAGE, Modality.TEXT, Modality.IMAGE), List.of(Modality.TEXT));
    assertThat(twins).isEqualTo(TEXT_AND_IMAGE_TO_TEXT);
  }

  private static List<Fault> faults(UnaryOperator<ModelDefinitionBuilder> changes) {
    InvalidModelException refused =
        catchThrowableOfType(InvalidModelException.class, () -> PLAIN.with(changes));
    return Objects.requireNonNull(refused, "not refused").faults();
  }
}
