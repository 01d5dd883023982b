package dev.understudy.simulation;

/** Where a stream goes: a response, or a credit window. Called on the pacer's event loop only. */
public interface TokenSink {

  /**
   * Sends these tokens, all due by now, in one write. Never called from within {@link Pacer#play}.
   */
  void tokens(int from, int toExclusive);

  /** Whether no more should be sent for now. */
  boolean isFull();

  /**
   * Calls back once, on the same event loop, when there is room again; called only when full. The
   * callback may come too late or in vain; it must not run within this call.
   */
  void onDrain(Runnable resume);

  /** Ends the stream, after its last token. */
  void end();
}
