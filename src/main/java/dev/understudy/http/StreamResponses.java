package dev.understudy.http;

import dev.understudy.bus.SimulationPlayer;
import dev.understudy.fault.ChosenFaults;
import dev.understudy.fault.Effect;
import dev.understudy.fault.FaultKind;
import dev.understudy.fault.FaultMeter;
import dev.understudy.fault.Injected;
import dev.understudy.simulation.Alarm;
import dev.understudy.simulation.AnswerForm;
import dev.understudy.simulation.SimulationPlan;
import dev.understudy.simulation.SimulationRecord;
import dev.understudy.simulation.SimulationState;
import dev.understudy.simulation.TokenStream;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The responses of one event loop that streams are being played into. Confined to it. */
final class StreamResponses {

  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

  private final SimulationPlayer player;
  private final Alarm alarm;
  private final FaultMeter meter;
  private final Set<StreamResponse> open = new HashSet<>();

  /**
   * Responses of that player, which is theirs alone.
   *
   * @param alarm of the event loop
   * @param meter counts what is injected
   */
  StreamResponses(SimulationPlayer player, Alarm alarm, FaultMeter meter) {
    this.player = player;
    this.alarm = alarm;
    this.meter = meter;
  }

  /** Plays a plan as server-sent events. */
  Future<Void> events(Call call, SimulationPlan plan, StreamResponse.Frames frames) {
    List<Injected> faults = call.faults().reachedBy(plan.tokens());
    StreamResponse sink = response(call, frames, faults, false);
    Future<Void> played =
        play(call, sink, plan, () -> player.play(plan, call.model(), call.t0Nanos(), sink));
    SimulationHeaders.ofEvents(call.response(), plan).setChunked(true); // nothing is sent yet
    count(call, faults);
    return played;
  }

  /**
   * Sends a body, whose frames are nothing before the end, when the last token is due.
   *
   * @param form whether it is text
   * @param complete is run before it is sent, if all of it will be
   */
  Future<Void> atTheEnd(
      Call call,
      SimulationPlan plan,
      StreamResponse.Frames body,
      AnswerForm form,
      Runnable complete) {
    List<Injected> faults = call.faults().reachedBy(plan.tokens());
    StreamResponse sink = response(call, body, faults, true);
    Consumer<SimulationRecord> atEnd =
        ended -> {
          if (ended.state() == SimulationState.DONE) {
            complete.run();
          }
        };
    Supplier<TokenStream> start =
        () -> player.playWhole(plan, call.model(), call.t0Nanos(), sink, form, atEnd);
    Future<Void> played = play(call, sink, plan, start);
    SimulationHeaders.namePlan(call.response(), plan).putHeader(HttpHeaders.CONTENT_TYPE, JSON);
    SimulationHeaders.nameUnfit(call);
    count(call, faults);
    return played;
  }

  private StreamResponse response(
      Call call, StreamResponse.Frames frames, List<Injected> faults, boolean whole) {
    Wire wire = wire(call, faults);
    return faults.isEmpty()
        ? new StreamResponse(call.request(), frames, wire, whole)
        : new FaultyResponse(call, frames, wire, faults, whole, alarm);
  }

  private Wire wire(Call call, List<Injected> faults) {
    Injected split = ChosenFaults.of(FaultKind.SPLIT, faults);
    return split != null && split.effect() instanceof Effect.Split cut
        ? new SplitWire(call.request(), cut.where(), alarm)
        : new Wire(call.request());
  }

  private void count(Call call, List<Injected> faults) {
    for (Injected fault : faults) {
      meter.injected(call.model(), fault.effect().kind(), fault.spec().source());
    }
  }

  private Future<Void> play(
      Call call, StreamResponse sink, SimulationPlan plan, Supplier<TokenStream> start) {
    SimulationHeaders.nameSimulation(call.response(), plan); // a refusal has a record too
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
