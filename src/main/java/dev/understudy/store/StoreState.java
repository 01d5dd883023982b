package dev.understudy.store;

import java.util.List;

/**
 * What a store says of itself.
 *
 * @param head where its log ends
 * @param floorRevision up to this revision only the latest of each name is kept
 * @param floorChain the hash of that revision
 * @param floorSum the sum of the hashes of what is kept up to it
 */
record StoreState(Head head, long floorRevision, Hash floorChain, Hash floorSum) {

  static final String SELECT =
      "SELECT epoch, revision, chain, floor_revision, floor_chain, floor_sum FROM store";

  static final String INSERT =
      "INSERT INTO store (id, epoch, revision, chain, floor_revision, floor_chain, floor_sum)"
          + " VALUES (1, ?, ?, ?, ?, ?, ?)";

  List<?> parameters() {
    return List.of(
        head.epoch(), head.revision(), head.chain(), floorRevision, floorChain, floorSum);
  }

  static StoreState read(SqlRow row) {
    return new StoreState(
        new Head(row.text(0), row.number(1), row.hash(2)), row.number(3), row.hash(4), row.hash(5));
  }
}
