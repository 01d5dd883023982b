package dev.understudy.simulation;

import dev.understudy.model.UnderstudyException;

/** The work of answering a request that asks for no text: vectors, scores. Immutable. */
@FunctionalInterface
public interface AnswerWork {

  /**
   * Works out the answer and when it is due; on a worker thread, as it computes and tokenises.
   *
   * @throws UnderstudyException when the model's limits do not allow the request
   */
  PlannedAnswer workOut(SimulationPlanner planner);
}
