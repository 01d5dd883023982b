package dev.understudy.registry;

import static dev.understudy.registry.RegistryFixture.NONE;
import static dev.understudy.registry.RegistryFixture.model;
import static dev.understudy.registry.RegistryFixture.patch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.InvalidModelException;
import dev.understudy.model.Origin;
import dev.understudy.model.Revision;
import dev.understudy.model.UnderstudyException;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Writes, their revisions, and what refuses them. */
class ModelRegistryTest {

  private final RegistryFixture fixture = new RegistryFixture();
  private final ModelRegistry registry = fixture.registry;

  @Test
  void register_newModel_isOneRevisionWithOneChange() {
    RegistryWrite write = registry.register(model("a", "alias"));
    assertThat(write.revision()).isEqualTo(new Revision(1));
    assertThat(write.changes())
        .singleElement()
        .extracting(RegistryChange::kind)
        .isEqualTo(RegistryChange.Kind.ADDED);
    RegistrySnapshot snapshot = registry.snapshot();
    assertThat(snapshot.revision()).isEqualTo(write.revision());
    assertThat(snapshot.epoch()).isEqualTo("epoch");
    assertThat(snapshot.count()).isEqualTo(1);
    assertThat(fixture.get("a").model().origin()).isEqualTo(Origin.API);
    assertThat(snapshot.find("alias")).isSameAs(fixture.get("a"));
    assertThat(snapshot.aliasTarget("alias")).isEqualTo("a");
    assertThat(snapshot.get("alias")).isNull();
    assertThat(snapshot.find("b")).isNull();
  }

  @Test
  void register_sameAgain_makesNoRevision() {
    registry.register(model("a"));
    RegistrySnapshot before = registry.snapshot();
    RegistryWrite write = registry.register(model("a"));
    assertThat(write.isNoOp()).isTrue();
    assertThat(write.revision()).isEqualTo(before.revision());
    assertThat(registry.snapshot()).isSameAs(before);
  }

  @Test
  void register_existing_namesTheFieldsThatChanged() {
    registry.register(model("a"));
    RegistryWrite write =
        registry.register(model("a").with(b -> b.contextWindow(8).ownedBy("acme")));
    RegistryChange change = write.changes().get(0);
    assertThat(change.kind()).isEqualTo(RegistryChange.Kind.UPDATED);
    assertThat(change.fields()).containsExactly("owned_by", "context_window");
    assertThat(change.before()).extracting(m -> m.contextWindow()).isNull();
    assertThat(change.after()).isEqualTo(fixture.get("a").model());
  }

  @Test
  void entryRevision_otherModelsWritten_stays() {
    registry.register(model("a"));
    registry.registerAll(List.of(model("b"), model("c")), OnConflict.FAIL);
    assertThat(fixture.get("a").revision()).isEqualTo(new Revision(1));
    assertThat(fixture.get("c").revision()).isEqualTo(new Revision(2));
  }

  @Test
  void registerAll_existingIdAndFail_registersNone() {
    registry.register(model("b"));
    RegistrySnapshot before = registry.snapshot();
    refused(
        ErrorCode.MODEL_EXISTS,
        () -> registry.registerAll(List.of(model("a"), model("b")), OnConflict.FAIL),
        "\"b\"");
    assertThat(registry.snapshot()).isSameAs(before);
  }

  @Test
  void registerAll_idTwice_isRefused() {
    refused(
        ErrorCode.INVALID_REQUEST,
        () -> registry.registerAll(List.of(model("a"), model("a")), OnConflict.REPLACE),
        "each id once");
  }

  @Test
  void register_aliasIsAnotherId_isRefusedNamingBoth() {
    registry.register(model("a"));
    RegistrySnapshot before = registry.snapshot();
    refused(ErrorCode.NAME_CONFLICT, () -> registry.register(model("b", "a")), "\"a\"", "\"b\"");
    assertThat(registry.snapshot()).isSameAs(before);
  }

  @Test
  void register_idOrAliasIsAnotherAlias_isRefusedNamingBoth() {
    registry.register(model("a", "x"));
    refused(ErrorCode.NAME_CONFLICT, () -> registry.register(model("x")), "\"x\"", "\"a\"");
    refused(ErrorCode.NAME_CONFLICT, () -> registry.register(model("b", "x")), "\"b\"", "\"a\"");
  }

  @Test
  void registerAll_aliasMovesWithinTheWrite_inAnyOrder() {
    registry.registerAll(List.of(model("a", "x"), model("b")), OnConflict.FAIL);
    registry.registerAll(List.of(model("b", "x"), model("a")), OnConflict.REPLACE);
    assertThat(registry.snapshot().aliasTarget("x")).isEqualTo("b");
    registry.registerAll(List.of(model("b"), model("a", "x")), OnConflict.REPLACE);
    assertThat(registry.snapshot().aliasTarget("x")).isEqualTo("a");
  }

  @Test
  void register_aliasDropped_isFree() {
    registry.register(model("a", "x"));
    registry.register(model("a"));
    assertThat(registry.snapshot().find("x")).isNull();
    registry.register(model("x"));
    assertThat(fixture.ids()).containsExactly("a", "x");
  }

  @Test
  void write_toAnAlias_isRefusedNamingItsTarget() {
    registry.register(model("a", "x"));
    refused(ErrorCode.ALIAS_NOT_WRITABLE, () -> registry.put(model("x"), NONE), "\"a\"");
    refused(ErrorCode.ALIAS_NOT_WRITABLE, () -> registry.patch("x", patch("{}"), NONE), "\"a\"");
    refused(ErrorCode.ALIAS_NOT_WRITABLE, () -> registry.remove("x", NONE), "\"a\"");
  }

  @Test
  void write_unknownId_isNotFoundWhateverThePrecondition() {
    Precondition precondition = Precondition.revisionIn(Set.of(new Revision(3)));
    refused(ErrorCode.MODEL_NOT_FOUND, () -> registry.remove("a", precondition), "\"a\"");
    refused(
        ErrorCode.MODEL_NOT_FOUND, () -> registry.patch("a", patch("{}"), precondition), "\"a\"");
  }

  @Test
  void precondition_revision_namesBoth() {
    registry.register(model("z"));
    registry.register(model("a"));
    Precondition first = Precondition.revisionIn(Set.of(new Revision(1)));
    refused(
        ErrorCode.PRECONDITION_FAILED,
        () -> registry.put(model("a"), first),
        "revision 2",
        "expected: revision 1");
    registry.remove("a", Precondition.revisionIn(Set.of(new Revision(1), new Revision(2))));
    assertThat(fixture.ids()).containsExactly("z");
    refused(
        ErrorCode.PRECONDITION_FAILED,
        () -> registry.remove("z", Precondition.revisionIn(Set.of())),
        "this life");
  }

  @Test
  void precondition_existence() {
    refused(
        ErrorCode.PRECONDITION_FAILED,
        () -> registry.put(model("a"), Precondition.mustExist()),
        "no model \"a\"");
    registry.put(model("a"), Precondition.mustNotExist());
    refused(
        ErrorCode.PRECONDITION_FAILED,
        () -> registry.put(model("a"), Precondition.mustNotExist()),
        "revision 1");
    assertThat(registry.put(model("a").with(b -> b.name("A")), Precondition.mustExist()).isNoOp())
        .isFalse();
  }

  @Test
  void patch_writtenModel_changesItAndKeepsTheRest() {
    registry.register(model("a").with(b -> b.contextWindow(8).name("A")));
    registry.patch("a", patch("{\"context_window\": 16}"), NONE);
    assertThat(fixture.get("a").model().contextWindow()).isEqualTo(16);
    assertThat(fixture.get("a").model().name()).isEqualTo("A");
  }

  @Test
  void patch_id_isRefused() {
    registry.register(model("a"));
    refused(
        ErrorCode.INVALID_REQUEST,
        () -> registry.patch("a", patch("{\"id\": \"b\"}"), NONE),
        "an id never changes");
  }

  @Test
  void patch_makesInvalidModel_changesNothing() {
    registry.register(model("a").with(b -> b.contextWindow(8)));
    RegistrySnapshot before = registry.snapshot();
    assertThatThrownBy(() -> registry.patch("a", patch("{\"max_output_tokens\": 9}"), NONE))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("max_output_tokens");
    assertThat(registry.snapshot()).isSameAs(before);
  }

  @Test
  void remove_thenRegister_isAsNew() {
    registry.register(model("a", "x"));
    RegistryWrite removed = registry.remove("a", NONE);
    assertThat(removed.changes().get(0).kind()).isEqualTo(RegistryChange.Kind.REMOVED);
    assertThat(registry.snapshot().find("x")).isNull();
    assertThat(registry.snapshot().list(ModelQuery.ALL).total()).isZero();
    assertThat(registry.register(model("a")).changes().get(0).kind())
        .isEqualTo(RegistryChange.Kind.ADDED);
    assertThat(registry.snapshot().revision()).isEqualTo(new Revision(3));
  }

  @Test
  void clear_isOneRevision() {
    registry.registerAll(List.of(model("b"), model("a")), OnConflict.FAIL);
    RegistryWrite write = registry.clear();
    assertThat(write.revision()).isEqualTo(new Revision(2));
    assertThat(write.changes()).extracting(RegistryChange::id).containsExactly("a", "b");
    assertThat(registry.snapshot().count()).isZero();
    assertThat(registry.clear().isNoOp()).isTrue();
  }

  @Test
  void namesRevision_movesWithNamesStatusAndReleaseOnly() {
    registry.register(model("a"));
    long names = registry.snapshot().namesRevision();
    registry.patch("a", patch("{\"context_window\": 16}"), NONE);
    assertThat(registry.snapshot().namesRevision()).isEqualTo(names);
    registry.patch("a", patch("{\"aliases\": [\"x\"]}"), NONE);
    assertThat(registry.snapshot().namesRevision()).isEqualTo(names + 1);
    registry.patch("a", patch("{\"status\": \"deprecated\"}"), NONE);
    assertThat(registry.snapshot().namesRevision()).isEqualTo(names + 2);
    registry.remove("a", NONE);
    assertThat(registry.snapshot().namesRevision()).isEqualTo(names + 3);
  }

  private static void refused(ErrorCode code, ThrowingCallable write, String... parts) {
    assertThatThrownBy(write)
        .isInstanceOfSatisfying(
            UnderstudyException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.getMessage()).contains(parts);
            });
  }
}
