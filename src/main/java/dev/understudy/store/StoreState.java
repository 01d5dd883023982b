package dev.understudy.store;

import java.util.List;

/**
 * What a store says of itself.
 *
 * @param head where its log ends
 * @param floorRevision up to this revision only the latest of each name is kept
 * @param floorChain the hash of that revision
 * @param floorSum the sum of the hashes of what is kept up to it
 * @param placedRevision up to this revision the places of all names are written down
 */
record StoreState(
    Head head, long floorRevision, Hash floorChain, Hash floorSum, long placedRevision) {

  private static final String COLUMNS =
      "epoch, revision, chain, floor_revision, floor_chain, floor_sum, placed_revision";

  static final String SELECT = "SELECT " + COLUMNS + " FROM store";

  static final String INSERT =
      "INSERT INTO store (id, " + COLUMNS + ") VALUES (1, ?, ?, ?, ?, ?, ?, ?)";

  /** Unless there is one. */
  static final String INSERT_FIRST = INSERT + " ON CONFLICT DO NOTHING";

  /** Of a new log. */
  static StoreState begin(String epoch) {
    return new StoreState(new Head(epoch, 0, Hash.NONE), 0, Hash.NONE, Hash.NONE, 0);
  }

  List<?> parameters() {
    return List.of(
        head.epoch(),
        head.revision(),
        head.chain(),
        floorRevision,
        floorChain,
        floorSum,
        placedRevision);
  }

  static StoreState read(SqlRow row) {
    return new StoreState(
        new Head(row.text(0), row.number(1), row.hash(2)),
        row.number(3),
        row.hash(4),
        row.hash(5),
        row.number(6));
  }
}
