package dev.understudy.fault;

/**
 * A fault that happens to one request, with all that was drawn for it. Immutable.
 *
 * @param spec what was asked for
 * @param effect what happens, every number drawn but those of each chunk
 * @param seed of those
 */
public record Injected(FaultSpec spec, Effect effect, long seed) {

  /** The failure that stands in the place of an answer, or ends one. */
  public InjectedFailure failure(Effect.HttpError error) {
    return new InjectedFailure(error, spec.origin());
  }

  /** How headers and records name it: {@code cut_after=5; rule=brownout}. */
  @Override
  public String toString() {
    return effect + "; " + spec.origin();
  }
}
