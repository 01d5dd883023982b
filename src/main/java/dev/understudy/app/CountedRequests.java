package dev.understudy.app;

import dev.understudy.model.ModelDefinition;
import dev.understudy.simulation.EndedRequest;
import dev.understudy.simulation.RequestCounter;
import dev.understudy.simulation.SimulationState;
import dev.understudy.usage.RequestUsage;
import dev.understudy.usage.UsageLedger;
import java.math.BigDecimal;

/** Enters simulated requests into the ledger of usage. Safe on any thread. */
record CountedRequests(UsageLedger ledger) implements RequestCounter {

  @Override
  public void ended(ModelDefinition model, EndedRequest request) {
    SimulationState state = request.state();
    ledger.count(
        model,
        new RequestUsage(
            null,
            request.promptTokens(),
            request.cachedTokens(),
            request.outputTokens(),
            request.reasoningTokens(),
            // Nobody is billed for a refusal, whatever is known of prices.
            state == SimulationState.REFUSED ? BigDecimal.ZERO : null,
            state == SimulationState.REFUSED || state == SimulationState.CUT,
            state == SimulationState.DISCONNECTED,
            request.latencyNanos(),
            request.ttftNanos()));
  }
}
