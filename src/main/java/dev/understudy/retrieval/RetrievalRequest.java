package dev.understudy.retrieval;

import dev.understudy.model.Endpoint;
import dev.understudy.model.LatencyProfile.RequestFeature;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.UnderstudyException;
import dev.understudy.simulation.AnswerWork;
import dev.understudy.simulation.LatencyOverride;
import dev.understudy.simulation.PlannedAnswer;
import dev.understudy.simulation.Prompt;
import dev.understudy.simulation.SimulationPlan;
import dev.understudy.simulation.SimulationRequest;
import dev.understudy.text.Tokenizer;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A request that is answered with vectors or scores. Immutable. */
public sealed interface RetrievalRequest
    permits EmbeddingRequest, ModerationRequest, RerankRequest {

  /** What it says as all do. */
  RequestFields fields();

  /** Where it is served. */
  Endpoint endpoint();

  /** How ids of its answers begin. */
  String idPrefix();

  /** What it has that makes a model slower. */
  Set<RequestFeature> features();

  /**
   * What was read of it, in tokens, and what answers it. Computes and tokenises.
   *
   * @throws UnderstudyException when it is beyond the model's limits
   */
  Reading read(ModelDefinition model, Tokenizer tokenizer);

  /**
   * What was read.
   *
   * @param promptTokens how many tokens, from 0
   * @param body makes the answer to be sent under an id
   */
  record Reading(int promptTokens, Function<String, List<byte[]>> body) {}

  /**
   * The work of answering it as that model.
   *
   * @param seed for the same times again; null when one is to be drawn
   * @param latency timing instead of the model's
   */
  default AnswerWork work(ModelDefinition model, @Nullable Long seed, LatencyOverride latency) {
    return planner -> {
      Reading reading = read(model, Tokenizer.of(model));
      SimulationRequest.Builder request =
          SimulationRequest.of(model)
              .prompt(Prompt.ofTokens(reading.promptTokens()))
              .seed(seed)
              .bodyHash(fields().bodyHash())
              .latency(latency)
              .idPrefix(idPrefix());
      features().forEach(request::feature);
      SimulationPlan plan = planner.planSilent(request.build(), PlannedAnswer.TOKENS);
      return new PlannedAnswer(plan, reading.body().apply(plan.id()));
    };
  }
}
