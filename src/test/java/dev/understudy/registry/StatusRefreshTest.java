package dev.understudy.registry;

import static dev.understudy.registry.RegistryFixture.NONE;
import static dev.understudy.registry.RegistryFixture.catalog;
import static dev.understudy.registry.RegistryFixture.patch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelStatus;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusRefreshTest {

  private final RegistryFixture fixture = new RegistryFixture();
  private final ModelRegistry registry = fixture.registry;
  private final ModelDefinition dated =
      catalog("dated")
          .with(
              b ->
                  b.deprecationDate(LocalDate.parse("2026-02-01"))
                      .retirementDate(LocalDate.parse("2026-03-01")));

  @Test
  void refresh_dayHasCome_isAnOrdinaryRevision() {
    registry.replaceCatalog(List.of(dated));
    assertThat(status()).isEqualTo(ModelStatus.ACTIVE);
    assertThat(registry.nextDate()).contains(Instant.parse("2026-02-01T00:00:00Z"));
    fixture.setNow("2026-02-01T00:00:00Z");
    RegistryWrite write = registry.followDates();
    assertThat(write.revision().number()).isEqualTo(2);
    assertThat(write.changes().get(0).fields()).containsExactly("status");
    assertThat(status()).isEqualTo(ModelStatus.DEPRECATED);
    assertThat(registry.nextDate()).contains(Instant.parse("2026-03-01T00:00:00Z"));
    fixture.setNow("2027-01-01T00:00:00Z");
    registry.followDates();
    assertThat(status()).isEqualTo(ModelStatus.RETIRED);
    assertThat(registry.nextDate()).isEmpty();
  }

  @Test
  void refresh_dayHasNotCome_makesNoRevision() {
    registry.replaceCatalog(List.of(dated));
    fixture.setNow("2026-01-31T23:59:59Z");
    assertThat(registry.followDates().isNoOp()).isTrue();
    assertThat(registry.nextDate()).isPresent();
  }

  @Test
  void explicitStatus_wins() {
    registry.replaceCatalog(List.of(dated.with(b -> b.status(ModelStatus.ACTIVE))));
    assertThat(registry.nextDate()).isEmpty();
    fixture.setNow("2027-01-01T00:00:00Z");
    assertThat(registry.followDates().isNoOp()).isTrue();
    assertThat(status()).isEqualTo(ModelStatus.ACTIVE);
  }

  @Test
  void patchedModel_followsItsDatesToo() {
    registry.replaceCatalog(List.of(dated));
    registry.patch("dated", patch("{\"name\": \"patched\"}"), NONE);
    fixture.setNow("2026-02-02T00:00:00Z");
    registry.followDates();
    assertThat(status()).isEqualTo(ModelStatus.DEPRECATED);
    registry.remove("dated", NONE);
    assertThat(registry.nextDate()).isEmpty();
  }

  @Test
  void patchOfStatus_takesItOffTheCalendarAndNullPutsItBack() {
    registry.replaceCatalog(List.of(dated));
    registry.patch("dated", patch("{\"status\": \"preview\"}"), NONE);
    assertThat(registry.nextDate()).isEmpty();
    registry.patch("dated", patch("{\"status\": null}"), NONE);
    assertThat(registry.nextDate()).isPresent();
  }

  private ModelStatus status() {
    ModelStatus status = fixture.get("dated").model().status();
    return java.util.Objects.requireNonNull(status);
  }
}
