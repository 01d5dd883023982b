package dev.understudy.registry;

import static dev.understudy.registry.RegistryFixture.NONE;
import static dev.understudy.registry.RegistryFixture.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Origin;
import dev.understudy.model.Revision;
import dev.understudy.model.UnderstudyException;
import org.junit.jupiter.api.Test;

class AutoCreateTest {

  private static final ModelQuery ONLY_AUTO = ModelQuery.builder().origin(Origin.Kind.AUTO).build();

  private final RegistryFixture fixture = new RegistryFixture();
  private final ModelRegistry registry = fixture.registry;

  @Test
  void create_isKeptApartAndMakesNoRevision() {
    registry.register(model("real"));
    RegistrySnapshot before = registry.snapshot();
    ModelDefinition made = registry.createAuto("new-model");
    RegistrySnapshot after = registry.snapshot();
    assertThat(made.origin()).isEqualTo(Origin.AUTO);
    assertThat(made.name()).isEqualTo("auto");
    assertThat(after.revision()).isEqualTo(before.revision());
    assertThat(after.namesRevision()).isEqualTo(before.namesRevision());
    assertThat(after.autoRevision()).isEqualTo(before.autoRevision() + 1);
    assertThat(after.count()).isEqualTo(1);
    assertThat(after.get("new-model")).isNull();
    assertThat(after.find("new-model")).isNull();
    assertThat(after.autoGet("new-model")).extracting(ModelEntry::model).isEqualTo(made);
    assertThat(before.auto()).isEmpty();
  }

  @Test
  void list_onlyWithOriginAuto() {
    registry.register(model("real"));
    registry.createAuto("made");
    RegistrySnapshot snapshot = registry.snapshot();
    assertThat(snapshot.ids(ModelQuery.ALL)).containsExactly("real");
    assertThat(snapshot.ids(ONLY_AUTO)).containsExactly("made");
    ModelQuery both = ONLY_AUTO.toBuilder().origin(Origin.Kind.API).build();
    assertThat(snapshot.ids(both)).containsExactly("made", "real");
    assertThat(snapshot.ids(ONLY_AUTO.toBuilder().tag("none").build())).isEmpty();
    assertThat(snapshot.stats().origins()).containsEntry("auto", 1).containsEntry("api", 1);
  }

  @Test
  void create_moreThanTheMost_leastRecentlyUsedGoes() {
    for (int i = 0; i < AutoModels.MOST; i++) {
      registry.createAuto("auto-" + i);
    }
    registry.createAuto("auto-0");
    registry.createAuto("one-more");
    assertThat(registry.snapshot().auto()).hasSize(AutoModels.MOST);
    assertThat(registry.snapshot().autoGet("auto-0")).isNotNull();
    assertThat(registry.snapshot().autoGet("auto-1")).isNull();
  }

  @Test
  void realModel_ofThatIdOrAlias_takesItsPlace() {
    registry.createAuto("a");
    registry.createAuto("b");
    registry.createAuto("c");
    registry.register(model("a", "b"));
    assertThat(registry.snapshot().auto()).extracting(ModelEntry::id).containsExactly("c");
    assertThat(registry.createAuto("b").id()).isEqualTo("a");
    registry.remove("a", NONE);
    assertThat(registry.createAuto("a").origin()).isEqualTo(Origin.AUTO);
  }

  @Test
  void clear_forgetsThem() {
    registry.createAuto("a");
    registry.clear();
    assertThat(registry.snapshot().auto()).isEmpty();
    assertThat(registry.snapshot().revision()).isEqualTo(Revision.ZERO);
  }

  @Test
  void handler_otherId_isRefused() {
    registry.setAutoCreateHandler(id -> model("fixed"));
    assertThatThrownBy(() -> registry.createAuto("a"))
        .isInstanceOf(UnderstudyException.class)
        .hasMessageContaining("\"fixed\"");
    assertThat(registry.snapshot().auto()).isEmpty();
  }
}
