package dev.understudy.simulation;

/** Where a stream goes: a response, or a credit window. Called on the pacer's event loop only. */
public interface TokenSink {

  /**
   * Sends these tokens, all due by now, in one write. Never called from within {@link Pacer#play}.
   */
  void tokens(int from, int toExclusive);

  /** How many tokens may be sent now; 0 for none. The end may always be. */
  int room();

  /**
   * Calls back once, on the same event loop, when there is room again; called only when there is
   * none. The callback may come too late or in vain; it must not run within this call.
   */
  void onDrain(Runnable resume);

  /** Ends the stream, after its last token. */
  void end();
}
