package dev.understudy.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.TestClock;
import dev.understudy.json.MergePatch;
import dev.understudy.model.ModelAlias;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Origin;
import java.util.ArrayList;
import java.util.List;

/** A registry by a clock that stands until it is set, and short ways to make models. */
final class RegistryFixture {

  static final Precondition NONE = Precondition.none();

  private final TestClock clock = new TestClock();

  final ModelRegistry registry =
      new ModelRegistry(clock, "epoch", id -> ModelDefinition.builder(id).name("auto").build());

  void setNow(String instant) {
    clock.set(instant);
  }

  ModelEntry get(String id) {
    ModelEntry entry = registry.snapshot().get(id);
    if (entry == null) {
      throw new AssertionError("there is no " + id);
    }
    return entry;
  }

  List<String> ids() {
    List<String> ids = new ArrayList<>();
    registry.snapshot().entries().forEach(entry -> ids.add(entry.id()));
    return ids;
  }

  static ModelDefinition model(String id, String... aliases) {
    return ModelDefinition.builder(id)
        .aliases(List.of(aliases).stream().map(ModelAlias::of).toList())
        .build();
  }

  static ModelDefinition catalog(String id, String... aliases) {
    return model(id, aliases).with(b -> b.origin(Origin.catalog("acme.json")));
  }

  static MergePatch patch(String json) {
    try {
      return new MergePatch((ObjectNode) new ObjectMapper().readTree(json));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
