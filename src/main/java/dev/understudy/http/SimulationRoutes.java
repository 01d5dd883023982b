package dev.understudy.http;

import dev.understudy.json.Json;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.UnderstudyException;
import dev.understudy.simulation.SimulationLog;
import dev.understudy.simulation.SimulationPlan;
import dev.understudy.simulation.SimulationRecord;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What was planned of streams, and when their tokens were sent: {@code /v1/simulations}. Offsets
 * are nanoseconds after the arrival of the request's headers. Confined to one event loop.
 */
final class SimulationRoutes {

  private static final int MANY_TOKENS = 2_000;

  private final SimulationLog log;
  private final AnswerRoute chat;

  SimulationRoutes(SimulationLog log, AnswerRoute chat) {
    this.log = log;
    this.chat = chat;
  }

  /** {@code GET /v1/simulations/{id}}: a stream that is being played, or has been. */
  Future<Void> get(RoutingContext context) {
    Query.of(context.request()).refuseOthers();
    String id = context.pathParam("id");
    SimulationRecord found = log.find(id);
    if (found == null) {
      throw unknown(id);
    }
    return answer(context, found.schedule().tokens(), () -> body(found));
  }

  private UnderstudyException unknown(String id) {
    SimulationLog.Bounds kept = log.bounds();
    return new UnderstudyException(
        ErrorCode.NOT_FOUND,
        "simulation: %s is unknown or expired (expected: one that is played, or ended within %d s and is among the last %d, of %d tokens together)"
            .formatted(id, kept.age().toSeconds(), kept.simulations(), kept.tokens()),
        "id");
  }

  /** {@code POST /v1/simulations}: when the tokens of a chat request would be due. */
  Future<Void> schedule(RoutingContext context) {
    return chat.schedule(context)
        .compose(
            planned -> {
              SimulationPlan plan = planned.plan();
              SimulationHeaders.namePlan(context.response(), plan);
              return answer(context, plan.tokens(), () -> body(plan, planned.model()));
            });
  }

  /** Writes long ones off the event loop, where streams are being paced. */
  private static Future<Void> answer(
      RoutingContext context, int tokens, Supplier<Map<String, Object>> body) {
    Future<byte[]> written =
        tokens > MANY_TOKENS
            ? context.vertx().executeBlocking(() -> Json.bytes(body.get()), false)
            : Future.succeededFuture(Json.bytes(body.get()));
    return written.compose(
        bytes ->
            context
                .response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(Buffer.buffer(bytes)));
  }

  private static Map<String, Object> body(SimulationRecord simulation) {
    long[] sent = simulation.sentOffsetsNanos();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", simulation.id());
    body.put("object", "simulation");
    body.put("model", simulation.model());
    body.put("state", simulation.state());
    body.put("created", simulation.createdSeconds());
    body.put("seed", simulation.seed());
    body.put("prompt_tokens", simulation.promptTokens());
    body.put("thinking_tokens", simulation.details().thinkingTokens());
    body.put("cached_tokens", simulation.details().cachedTokens());
    body.put("saved_ns", simulation.details().savedNanos());
    body.put("faults", simulation.details().faults());
    body.put("scenario", simulation.details().scenario());
    body.put("planned_tokens", simulation.schedule().tokens());
    body.put("sent_tokens", sent.length);
    body.put("finish_reason", simulation.finishReason());
    body.put("planned_ns", simulation.schedule().dueOffsetsNanos());
    body.put("due_ns", simulation.dueOffsetsNanos(sent.length));
    body.put("actual_ns", sent);
    return body;
  }

  private static Map<String, Object> body(SimulationPlan plan, ModelDefinition model) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", plan.id());
    body.put("object", "simulation");
    body.put("model", model.id());
    body.put("state", "planned");
    body.put("seed", plan.seed());
    body.put("prompt_tokens", plan.promptTokens());
    body.put("thinking_tokens", plan.details().thinkingTokens());
    body.put("cached_tokens", plan.details().cachedTokens());
    body.put("saved_ns", plan.details().savedNanos());
    body.put("faults", plan.details().faults());
    body.put("scenario", plan.details().scenario());
    body.put("planned_tokens", plan.tokens());
    body.put("finish_reason", plan.finishReason());
    body.put("planned_ns", plan.schedule().dueOffsetsNanos());
    return body;
  }
}
