package dev.understudy.store;

/**
 * Where a log ends.
 *
 * @param epoch the life of the registry that its revisions count in
 * @param revision the last one
 * @param chain its hash, over all before it
 */
record Head(String epoch, long revision, Hash chain) {

  /** Stands for one that must have been remembered, and is not there. */
  static final Head MISSING = new Head("missing", -1, Hash.NONE);

  /** Stands for one that was remembered and cannot be read. */
  static final Head UNREADABLE = new Head("damaged", -1, Hash.NONE);

  @Override
  public String toString() {
    return "revision %d (%s) of epoch %s".formatted(revision, chain, epoch);
  }
}
