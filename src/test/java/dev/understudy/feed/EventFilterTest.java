package dev.understudy.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.understudy.model.ModelAlias;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.Event;
import dev.understudy.registry.EventType;
import dev.understudy.registry.ModelRegistry;
import dev.understudy.registry.Notice;
import dev.understudy.registry.Precondition;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which events a filter takes. */
class EventFilterTest {

  private static List<Event> events() {
    ModelRegistry registry =
        new ModelRegistry(
            Clock.systemUTC(),
            "epoch",
            id -> {
              throw new IllegalArgumentException(id);
            });
    List<Event> events = new ArrayList<>();
    events.addAll(registry.register(model("beta").with(b -> b.aliases(named()))).events());
    events.addAll(registry.register(ModelDefinition.builder("other/one").build()).events());
    events.addAll(registry.register(model("gamma")).events());
    events.addAll(registry.remove("acme/m", Precondition.none()).events());
    events.addAll(
        registry
            .tell(
                new Notice(
                    EventType.SOURCE_FAILED, "hub", null, JsonNodeFactory.instance.objectNode()))
            .events());
    return events;
  }

  private static List<ModelAlias> named() {
    return List.of(ModelAlias.of("m-latest"));
  }

  private static ModelDefinition model(String tag) {
    return ModelDefinition.builder("acme/m").provider("acme").tags(List.of(tag, "all")).build();
  }

  private static List<String> split(@Nullable String list) {
    return list == null ? List.of() : Stream.of(list.split(" ", -1)).toList();
  }

  @ParameterizedTest
  @CsvSource({
    ",,,, 'added repointed added updated repointed removed failed'",
    "model.removed,,,, removed",
    "model.removed source.*,,,, removed failed",
    "*.repointed,,,, repointed repointed",
    ",,, beta, added repointed updated", // it leaves the filter, which is told
    ",,, gamma, updated repointed removed",
    ",,, beta all, added repointed updated",
    ",,, beta gamma, updated",
    ", acme,,, added repointed updated repointed removed",
    ", acme none,,, added repointed updated repointed removed",
    ", none,,, ",
    ",, other/*,, added",
    ",, m-latest,, repointed repointed",
    ",, other/* hub,, added failed",
    "model.added, acme, acme/*, all, added",
  })
  void whatIsAskedOfOneThing_isOr_andOfSeveralAnd(
      @Nullable String types,
      @Nullable String providers,
      @Nullable String models,
      @Nullable String tags,
      @Nullable String expected) {
    EventFilter filter = EventFilter.of(split(types), split(providers), split(models), split(tags));
    List<String> taken =
        events().stream()
            .filter(filter::takes)
            .map(event -> event.type().jsonName().replaceFirst(".*[.]", ""))
            .toList();
    assertThat(String.join(" ", taken)).isEqualTo(Objects.requireNonNullElse(expected, ""));
  }

  @Test
  void aTypeThatThereIsNot_isRefused() {
    assertThatThrownBy(() -> EventFilter.of(List.of("model.gone"), List.of(), List.of(), List.of()))
        .isInstanceOf(UnderstudyException.class)
        .hasMessageContaining("type: model.gone")
        .hasMessageContaining("model.added, model.updated");
  }
}
