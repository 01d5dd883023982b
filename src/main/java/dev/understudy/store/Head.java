package dev.understudy.store;

/**
 * Where a log ends.
 *
 * @param epoch the life of the registry that its revisions count in
 * @param revision the last one
 * @param chain its hash, over all before it
 */
record Head(String epoch, long revision, Hash chain) {

  @Override
  public String toString() {
    return "revision %d (%s) of epoch %s".formatted(revision, chain, epoch);
  }
}
