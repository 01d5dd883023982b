package dev.understudy.simulation;

/** Where a stream goes: a response, or a credit window. Called on the pacer's event loop only. */
public interface TokenSink {

  /**
   * Sends these tokens, all due by now, in one write. Never called from within {@link Pacer#play}.
   *
   * @param last whether they are the last, and the stream ends with the same write; of an answer
   *     without tokens that is the only call
   */
  void send(int from, int toExclusive, boolean last);

  /** How the stream ends with the last {@link #send}: all of it done, unless the sink withholds. */
  default SimulationState atEnd() {
    return SimulationState.DONE;
  }

  /** Whether it sends all tokens in one write when the last is due, and so is called once. */
  default boolean sendsAtEnd() {
    return false;
  }

  /** How many tokens may be sent now; 0 for none. An end without tokens may always be. */
  int room();

  /**
   * Calls back once, on the same event loop, when there is room again; called only when there is
   * none. The callback may come too late or in vain; it must not run within this call.
   */
  void onDrain(Runnable resume);
}
