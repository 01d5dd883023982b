package dev.understudy.http;

import dev.understudy.bus.SimulationPlayer;
import dev.understudy.model.ModelDefinition;
import dev.understudy.simulation.SimulationPlan;
import dev.understudy.simulation.TokenStream;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/** The responses of one event loop that streams are being played into. Confined to it. */
final class StreamResponses {

  private final SimulationPlayer player;
  private final Set<StreamResponse> open = new HashSet<>();

  /** Responses of that player, which is theirs alone. */
  StreamResponses(SimulationPlayer player) {
    this.player = player;
  }

  /** Plays a plan as server-sent events. */
  Future<Void> events(
      HttpServerResponse response,
      SimulationPlan plan,
      ModelDefinition model,
      long t0Nanos,
      StreamResponse.Frames frames) {
    StreamResponse sink = new StreamResponse(response, frames);
    Future<Void> played = play(sink, plan, () -> player.play(plan, model, t0Nanos, sink));
    SimulationHeaders.ofEvents(response, plan).setChunked(true); // nothing is sent yet
    return played;
  }

  /** Sends one body when the last token of the plan is due. */
  Future<Void> atTheEnd(
      HttpServerResponse response,
      SimulationPlan plan,
      ModelDefinition model,
      long t0Nanos,
      Supplier<Buffer> body) {
    return atTheEnd(response, plan, model, t0Nanos, StreamResponse.body(body));
  }

  /** Sends a body, whose frames are nothing before the end, when the last token is due. */
  Future<Void> atTheEnd(
      HttpServerResponse response,
      SimulationPlan plan,
      ModelDefinition model,
      long t0Nanos,
      StreamResponse.Frames body) {
    StreamResponse sink = new StreamResponse(response, body);
    Future<Void> played = play(sink, plan, () -> player.playWhole(plan, model, t0Nanos, sink));
    SimulationHeaders.namePlan(response, plan).putHeader("content-type", "application/json");
    return played;
  }

  private Future<Void> play(StreamResponse sink, SimulationPlan plan, Supplier<TokenStream> start) {
    SimulationHeaders.nameSimulation(sink.response(), plan); // a refusal has a record too
    open.add(sink);
    try {
      return sink.feed(start.get()).onComplete(ended -> open.remove(sink));
    } catch (RuntimeException refused) {
      open.remove(sink);
      throw refused;
    }
  }

  /** Begins no more streams, and ends those that are open with an error. */
  void cutAll() {
    player.stop();
    Set.copyOf(open).forEach(StreamResponse::cut);
  }
}
