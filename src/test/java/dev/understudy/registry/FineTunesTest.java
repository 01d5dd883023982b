package dev.understudy.registry;

import static dev.understudy.registry.RegistryFixture.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.model.Capability;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelPricing;
import dev.understudy.model.ModelStatus;
import dev.understudy.model.Preset;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FineTunesTest {

  private final RegistryFixture fixture = new RegistryFixture();

  @BeforeEach
  void registerBase() {
    fixture.registry.register(
        model("road-1", "road")
            .with(
                b ->
                    b.name("Base")
                        .ownedBy("acme")
                        .capabilities(Preset.VISION.capabilities())
                        .contextWindow(8_192)
                        .status(ModelStatus.RETIRED)
                        .created(1L)
                        .releaseDate(LocalDate.parse("2024-01-01"))
                        .retirementDate(LocalDate.parse("2025-01-01"))
                        .successor("road-2")
                        .pricing(ModelPricing.of(BigDecimal.ONE, BigDecimal.TEN))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ft:road-1:org::job",
        "ft:road:org:suffix:job",
        "lora:road:name",
        "road-1-lora-name",
        "org/road-lora-name"
      })
  void find_baseKnownByIdOrAlias(String id) {
    ModelDefinition tuned = Objects.requireNonNull(find(id));
    assertThat(tuned.id()).isEqualTo(id);
    assertThat(tuned.parent()).isEqualTo("road-1");
    assertThat(tuned.root()).isEqualTo("road-1");
    assertThat(tuned.baseModel()).isEqualTo("road-1");
    assertThat(tuned.isFineTuned()).isTrue();
    assertThat(fixture.registry.snapshot().find(id)).isNull();
  }

  @Test
  void find_inheritsWhatTheBaseCanDoButNotItsNamesPriceAndLife() {
    ModelDefinition tuned = Objects.requireNonNull(find("ft:road:org::job"));
    assertThat(tuned.capabilities().can(Capability.VISION)).isTrue();
    assertThat(tuned.contextWindow()).isEqualTo(8_192);
    assertThat(tuned.ownedBy()).isEqualTo("acme");
    assertThat(tuned.family()).isEqualTo("road");
    assertThat(tuned.tags()).contains("vision", "fine-tuned");
    assertThat(tuned.pricing()).isNull();
    assertThat(tuned.status()).isEqualTo(ModelStatus.ACTIVE);
    assertThat(tuned.aliases()).isEmpty();
    assertThat(tuned.created()).isNull();
    assertThat(tuned.releaseDate()).isNull();
    assertThat(tuned.retirementDate()).isNull();
    assertThat(tuned.successor()).isNull();
    assertThat(tuned.name()).isNull();
  }

  @Test
  void find_baseIsTunedItself_rootIsTheFirst() {
    fixture.registry.register(model("tuned").with(b -> b.parent("road-1").root("road-1")));
    ModelDefinition again = Objects.requireNonNull(find("lora:tuned:name"));
    assertThat(again.parent()).isEqualTo("tuned");
    assertThat(again.root()).isEqualTo("road-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"road-1", "ft:unknown:org::job", "ft:road", "lora:road:", "a b-lora-c"})
  void find_noTunedIdOrUnknownBase_isNull(String id) {
    assertThat(find(id)).isNull();
  }

  private @Nullable ModelDefinition find(String id) {
    return FineTunes.find(fixture.registry.snapshot(), id);
  }
}
