package dev.understudy.docs;

import dev.understudy.bus.BusStream;
import dev.understudy.bus.RegistryClient;
import dev.understudy.bus.StreamOptions;
import dev.understudy.model.Capability;
import dev.understudy.model.ModelStatus;
import dev.understudy.registry.ModelQuery;
import dev.understudy.registry.Sort;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.math.BigDecimal;
import java.util.function.Consumer;

/** The event-bus example of README.md. */
public final class Narrator extends VerticleBase {

  private final Consumer<String> out;

  public Narrator(Consumer<String> out) {
    this.out = out;
  }

  @Override
  public Future<?> start() {
    RegistryClient registry = new RegistryClient(vertx);
    ModelQuery cheapEyes =
        ModelQuery.builder()
            .can(Capability.VISION)
            .can(Capability.TOOL_CALLING)
            .status(ModelStatus.ACTIVE)
            .maxInputPrice(new BigDecimal("0.25"))
            .sort(Sort.INPUT_PRICE)
            .limit(3)
            .build();
    return registry
        .listIds(cheapEyes)
        .onSuccess(ids -> out.accept("cheap eyes: " + ids))
        .compose(ids -> registry.get("gpt-oss-120b"))
        .onSuccess(model -> out.accept(model.id() + ": " + model.contextWindow() + " tokens"))
        .compose(model -> registry.stream(answer(model.id()), 5, part -> say(part.pieces())))
        .onSuccess(stream -> stream.request(5)) // credits: five tokens at once, five more now
        .compose(BusStream::ended)
        .onSuccess(reason -> out.accept("ended: " + reason));
  }

  private static StreamOptions answer(String model) {
    return StreamOptions.of(model, "Tell me a story", 10).withSeed(7).withTimeScale(0.1);
  }

  private void say(Iterable<String> pieces) {
    pieces.forEach(out);
  }
}
