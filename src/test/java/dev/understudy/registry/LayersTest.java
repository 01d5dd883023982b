package dev.understudy.registry;

import static dev.understudy.registry.RegistryFixture.NONE;
import static dev.understudy.registry.RegistryFixture.catalog;
import static dev.understudy.registry.RegistryFixture.model;
import static dev.understudy.registry.RegistryFixture.patch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.InvalidModelException;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Origin;
import dev.understudy.model.Revision;
import dev.understudy.model.UnderstudyException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The catalog below, what is written above. */
class LayersTest {

  private final RegistryFixture fixture = new RegistryFixture();
  private final ModelRegistry registry = fixture.registry;

  @Test
  void reload_isOneRevisionInOrderOfIds() {
    reload(catalog("b"), catalog("a"), catalog("c"));
    RegistryWrite write = reload(catalog("b").with(b -> b.name("B")), catalog("d"), catalog("c"));
    assertThat(write.revision()).isEqualTo(new Revision(2));
    assertThat(write.changes())
        .extracting(change -> change.kind() + " " + change.id())
        .containsExactly("REMOVED a", "UPDATED b", "ADDED d");
    assertThat(fixture.get("c").revision()).isEqualTo(new Revision(1));
    assertThat(fixture.get("b").model().origin()).isEqualTo(Origin.catalog("acme.json"));
  }

  @Test
  void reload_same_makesNoRevision() {
    reload(catalog("a", "x"), catalog("b"));
    assertThat(reload(catalog("b"), catalog("a", "x")).isNoOp()).isTrue();
  }

  @Test
  void registeredModel_survivesReload() {
    registry.register(model("mine"));
    reload(catalog("a"));
    reload();
    assertThat(fixture.ids()).containsExactly("mine");
  }

  @Test
  void put_overCatalog_standsWhole() {
    reload(catalog("a").with(b -> b.name("catalog").contextWindow(8)));
    registry.put(model("a").with(b -> b.name("mine")), NONE);
    assertThat(reload(catalog("a").with(b -> b.name("new"))).isNoOp()).isTrue();
    ModelDefinition written = fixture.get("a").model();
    assertThat(written.name()).isEqualTo("mine");
    assertThat(written.contextWindow()).isNull();
    assertThat(written.origin()).isEqualTo(Origin.API);
    assertThat(fixture.get("a").revision()).isEqualTo(new Revision(2));
  }

  @Test
  void put_overCatalogThenRemove_doesNotBringTheCatalogBack() {
    reload(catalog("a"));
    registry.put(model("a"), NONE);
    registry.remove("a", NONE);
    reload(catalog("a").with(b -> b.name("new")));
    assertThat(fixture.ids()).isEmpty();
  }

  @Test
  void put_beforeTheCatalogKnowsIt_staysAboveAndLeavesATombstone() {
    registry.put(model("a").with(b -> b.name("mine")), NONE);
    reload(catalog("a"));
    assertThat(fixture.get("a").model().name()).isEqualTo("mine");
    registry.remove("a", NONE);
    assertThat(registry.snapshot().get("a")).isNull();
  }

  /** Whoever follows the log, and has no catalog, has to know when it removes the model. */
  @Test
  void whatComesOrGoesBeneathAWholeModel_isARevisionOfNoField() {
    registry.put(model("a"), NONE);
    assertThat(reload(catalog("a")).changes())
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.kind()).isEqualTo(RegistryChange.Kind.UPDATED);
              assertThat(change.fields()).isEmpty();
              assertThat(change.after()).isEqualTo(change.before());
            });
    assertThat(reload(catalog("a").with(b -> b.name("other"))).isNoOp()).isTrue();
    assertThat(reload().revision()).isEqualTo(new Revision(3));
    assertThat(reload().isNoOp()).isTrue();
  }

  @Test
  void put_overCatalogThenCatalogDropsIt_staysAndRemovesForGood() {
    reload(catalog("a"));
    registry.put(model("a"), NONE);
    reload();
    assertThat(fixture.ids()).containsExactly("a");
    registry.remove("a", NONE);
    reload(catalog("a"));
    assertThat(fixture.ids()).containsExactly("a");
  }

  @Test
  void patch_otherFieldsFollowTheCatalog() {
    reload(catalog("a").with(b -> b.name("old").contextWindow(8)));
    registry.patch("a", patch("{\"context_window\": 16}"), NONE);
    RegistryWrite write = reload(catalog("a").with(b -> b.name("new").contextWindow(9)));
    assertThat(write.changes().get(0).fields()).containsExactly("name");
    assertThat(fixture.get("a").model().name()).isEqualTo("new");
    assertThat(fixture.get("a").model().contextWindow()).isEqualTo(16);
    assertThat(fixture.get("a").model().origin()).isEqualTo(Origin.catalog("acme.json"));
  }

  @Test
  void patch_again_addsUp() {
    reload(catalog("a").with(b -> b.name("catalog").contextWindow(8)));
    registry.patch("a", patch("{\"context_window\": 16, \"description\": \"d\"}"), NONE);
    registry.patch("a", patch("{\"name\": null, \"context_window\": 32}"), NONE);
    reload(catalog("a").with(b -> b.name("new")));
    assertThat(fixture.get("a").model().name()).isNull();
    assertThat(fixture.get("a").model().contextWindow()).isEqualTo(32);
    assertThat(fixture.get("a").model().description()).isEqualTo("d");
  }

  @Test
  void patch_showingNothingNew_isANoOpAndNotKept() {
    reload(catalog("a").with(b -> b.name("same")));
    assertThat(registry.patch("a", patch("{\"name\": \"same\"}"), NONE).isNoOp()).isTrue();
    reload(catalog("a").with(b -> b.name("new")));
    assertThat(fixture.get("a").model().name()).isEqualTo("new");
  }

  @Test
  void patch_catalogDropsTheModel_holdsAgainWhenItIsBack() {
    reload(catalog("a"));
    registry.patch("a", patch("{\"name\": \"patched\"}"), NONE);
    RegistryWrite dropped = reload();
    assertThat(dropped.changes().get(0).kind()).isEqualTo(RegistryChange.Kind.REMOVED);
    assertThat(registry.snapshot().get("a")).isNull();
    reload(catalog("a"));
    assertThat(fixture.get("a").model().name()).isEqualTo("patched");
  }

  @Test
  void patch_newBaseContradictsIt_reloadIsRefusedNamingTheModel() {
    reload(catalog("a").with(b -> b.contextWindow(100)), catalog("b"));
    registry.patch("a", patch("{\"max_output_tokens\": 50}"), NONE);
    RegistrySnapshot before = registry.snapshot();
    assertThatThrownBy(() -> reload(catalog("a").with(b -> b.contextWindow(10)), catalog("c")))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("a.max_output_tokens: 50");
    assertThat(registry.snapshot()).isSameAs(before);
  }

  @Test
  void remove_catalogModel_leavesATombstone() {
    reload(catalog("a", "x"), catalog("b"));
    registry.remove("a", NONE);
    assertThat(reload(catalog("a", "x").with(b -> b.name("new")), catalog("b")).isNoOp()).isTrue();
    assertThat(fixture.ids()).containsExactly("b");
    registry.put(model("a").with(b -> b.name("mine")), NONE);
    assertThat(fixture.get("a").model().name()).isEqualTo("mine");
    reload();
    assertThat(fixture.ids()).containsExactly("a");
  }

  @Test
  void remove_patchedModel_forgetsThePatch() {
    reload(catalog("a"));
    registry.patch("a", patch("{\"name\": \"patched\"}"), NONE);
    registry.remove("a", NONE);
    registry.put(model("a"), NONE);
    assertThat(fixture.get("a").model().name()).isNull();
  }

  @Test
  void clear_catalogModelsAndPatches_stayAwayAfterReload() {
    reload(catalog("a"), catalog("b"));
    registry.patch("b", patch("{\"name\": \"patched\"}"), NONE);
    reload(catalog("a"));
    registry.clear();
    reload(catalog("a"), catalog("b"));
    assertThat(fixture.ids()).containsExactly("b");
    assertThat(fixture.get("b").model().name()).isNull();
  }

  @Test
  void reload_nameClash_changesNothing() {
    registry.register(model("mine", "x"));
    reload(catalog("a"));
    RegistrySnapshot before = registry.snapshot();
    assertThatThrownBy(() -> reload(catalog("a"), catalog("b", "x")))
        .isInstanceOfSatisfying(
            UnderstudyException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NAME_CONFLICT))
        .hasMessageContaining("\"b\"")
        .hasMessageContaining("\"mine\"");
    assertThat(registry.snapshot()).isSameAs(before);
  }

  @Test
  void reload_idTwice_namesBothFiles() {
    ModelDefinition twin = catalog("a").with(b -> b.origin(Origin.catalog("other.json")));
    assertThatThrownBy(() -> reload(catalog("a"), twin))
        .hasMessageContaining("catalog:other.json")
        .hasMessageContaining("catalog:acme.json");
  }

  @Test
  void reload_withoutOrigin_isRefused() {
    assertThatThrownBy(() -> reload(model("a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("catalog or source");
  }

  private RegistryWrite reload(ModelDefinition... models) {
    return registry.replaceCatalog(List.of(models));
  }
}
