package dev.understudy.registry;

import static dev.understudy.registry.RegistryFixture.NONE;
import static dev.understudy.registry.RegistryFixture.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.model.Capability;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Preset;
import dev.understudy.model.UnderstudyException;
import java.math.BigDecimal;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What filters, cursors and pages mean; that they find the right models is a property test. */
class ModelQueryTest {

  private final RegistryFixture fixture = new RegistryFixture();
  private final ModelRegistry registry = fixture.registry;

  @Test
  void query_equalWhateverTheOrderOfItsParts() {
    ModelQuery one = ModelQuery.builder().tag("b").tag("a").ownedBy("x").ownedBy("y").build();
    ModelQuery other =
        ModelQuery.builder().ownedBy("y").ownedBy("x").tag("a").tag("b").tag("a").build();
    assertThat(one).isEqualTo(other).hasToString(other.toString());
    assertThat(one.toBuilder().build()).isEqualTo(one);
    assertThat(ModelQuery.builder().q("  ").build()).isEqualTo(ModelQuery.ALL);
  }

  @Test
  void capabilityCondition_reads() {
    assertThat(CapabilityCondition.parse("vision"))
        .isEqualTo(new CapabilityCondition(Capability.VISION, true))
        .hasToString("vision");
    assertThat(CapabilityCondition.parse("-json_mode"))
        .isEqualTo(new CapabilityCondition(Capability.JSON_MODE, false))
        .hasToString("-json_mode");
    assertThat(CapabilityCondition.parse("?moe"))
        .isEqualTo(new CapabilityCondition(Capability.MOE, null))
        .hasToString("?moe");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "?", "sight", "--vision", "VISION"})
  void capabilityCondition_unknown_isRefused(String text) {
    refused(() -> CapabilityCondition.parse(text), "capability");
  }

  @Test
  void numbers_outOfRange_areRefused() {
    refused(() -> ModelQuery.builder().limit(0).build(), "limit");
    refused(() -> ModelQuery.builder().limit(10_001).build(), "limit");
    refused(() -> ModelQuery.builder().minContext(0).build(), "min_context");
    refused(
        () -> ModelQuery.builder().maxInputPrice(BigDecimal.valueOf(-1)).build(),
        "max_input_price");
  }

  @Test
  void unknownCapability_isNotFalse() {
    ModelDefinition embedding =
        model("e").with(b -> b.capabilities(Preset.EMBEDDINGS.capabilities()));
    registry.registerAll(List.of(embedding, model("u")), OnConflict.FAIL);
    assertThat(ids(ModelQuery.builder().cannot(Capability.CHAT))).containsExactly("e");
    assertThat(ids(ModelQuery.builder().unknown(Capability.CHAT))).containsExactly("u");
    assertThat(ids(ModelQuery.builder().can(Capability.CHAT))).isEmpty();
  }

  @Test
  void page_saysWhatFollows() {
    registry.registerAll(List.of(model("a"), model("b"), model("c")), OnConflict.FAIL);
    Page page = registry.snapshot().list(ModelQuery.builder().limit(2).build());
    assertThat(page.firstId()).isEqualTo("a");
    assertThat(page.lastId()).isEqualTo("b");
    assertThat(page.total()).isEqualTo(3);
    assertThat(page.hasMore()).isTrue();
    Page last = registry.snapshot().list(ModelQuery.builder().limit(2).after("b").build());
    assertThat(last.lastId()).isEqualTo("c");
    assertThat(last.hasMore()).isFalse();
    assertThat(last.nextCursor()).isNull();
  }

  @Test
  void cursor_modelDeletedMeanwhile_goesOnFromItsPlace() {
    long created = 1;
    for (String id : List.of("d", "c", "b", "a")) {
      long when = created++;
      registry.register(model(id).with(b -> b.created(when)));
    }
    for (Sort sort : List.of(Sort.ID, Sort.CREATED)) {
      ModelQueryBuilder query = ModelQuery.builder().sort(sort).limit(2);
      Page page = registry.snapshot().list(query.build());
      ModelDefinition last = page.entries().get(1).model();
      registry.remove(last.id(), NONE);
      assertThat(ids(query.after(page.nextCursor())))
          .isEqualTo(sort == Sort.ID ? List.of("c", "d") : List.of("b", "a"));
      registry.register(last);
    }
    assertThat(ids(ModelQuery.builder().after("bb"))).containsExactly("c", "d");
    assertThat(ids(ModelQuery.builder().after("bb").descending(true))).containsExactly("b", "a");
  }

  @Test
  void cursor_unknownValue_keepsItsPlaceAtTheEnd() {
    registry.registerAll(
        List.of(model("a"), model("b"), model("c").with(b -> b.name("C"))), OnConflict.FAIL);
    ModelQueryBuilder query = ModelQuery.builder().sort(Sort.NAME).limit(2).descending(true);
    Page page = registry.snapshot().list(query.build());
    assertThat(page.lastId()).isEqualTo("a");
    assertThat(ids(query.after(page.nextCursor()))).containsExactly("b");
  }

  @Test
  void cursor_ofAnotherSort_isRefused() {
    registry.registerAll(List.of(model("a"), model("b")), OnConflict.FAIL);
    String cursor = registry.snapshot().list(ModelQuery.builder().limit(1).build()).nextCursor();
    refused(() -> ids(ModelQuery.builder().sort(Sort.CREATED).after(cursor)), "after");
    refused(() -> ids(ModelQuery.builder().sort(Sort.CREATED).after("unknown")), "after");
    assertThat(ids(ModelQuery.builder().sort(Sort.CREATED).after("a"))).containsExactly("b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"~", "~!!", "~YWJj", "~Y3JlYXRlZApiCj14"})
  void cursor_garbled_isRefused(String cursor) {
    refused(() -> ids(ModelQuery.builder().sort(Sort.CREATED).after(cursor)), "after");
    refused(() -> ids(ModelQuery.builder().after(cursor)), "after");
  }

  @Test
  void stats_countByEveryDimension() {
    registry.registerAll(
        List.of(
            model("a").with(b -> b.ownedBy("acme").capabilities(Preset.VISION.capabilities())),
            model("b").with(b -> b.ownedBy("acme").provider("p")),
            model("c-preview").with(b -> b.capabilities(Preset.EMBEDDINGS.capabilities()))),
        OnConflict.FAIL);
    registry.remove("b", NONE);
    RegistryStats stats = registry.snapshot().stats();
    assertThat(stats.total()).isEqualTo(2);
    assertThat(stats.revision()).isEqualTo(registry.snapshot().revision());
    assertThat(stats.owners()).containsOnly(java.util.Map.entry("acme", 1));
    assertThat(stats.providers()).isEmpty();
    assertThat(stats.capabilities())
        .containsOnly(
            java.util.Map.entry("chat", 1),
            java.util.Map.entry("embeddings", 1),
            java.util.Map.entry("streaming", 1),
            java.util.Map.entry("vision", 1));
    assertThat(stats.statuses())
        .containsOnly(java.util.Map.entry("active", 1), java.util.Map.entry("preview", 1));
    assertThat(stats.origins()).containsOnly(java.util.Map.entry("api", 2));
  }

  private List<String> ids(ModelQueryBuilder query) {
    return registry.snapshot().ids(query.build());
  }

  private static void refused(ThrowingCallable call, String param) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            UnderstudyException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
              assertThat(e.param()).isEqualTo(param);
              assertThat(e.getMessage()).contains("expected");
            });
  }
}
