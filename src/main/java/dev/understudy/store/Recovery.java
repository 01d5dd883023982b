package dev.understudy.store;

import dev.understudy.model.InvalidModelException;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Origin;
import dev.understudy.model.Revision;
import dev.understudy.registry.Layers;
import dev.understudy.registry.Recovered;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a log from its first row to its last: holds every hash against what is there, and keeps the
 * latest of each model. Confined to one thread.
 */
final class Recovery {

  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  /** Kept rows, each with its revision. A revision without rows is damage. */
  static final String ROWS =
      "SELECT "
          + "r.revision, c.position, c.kind, c.name, c.label, c.fields, c.definition, c.layers,"
          + " r.at_micros, r.cause, r.chain"
          + " FROM revisions r JOIN changes c ON c.revision = r.revision";

  static final String IN_ORDER = " ORDER BY r.revision, c.position";

  /** All of them. */
  static final String SCAN = ROWS + IN_ORDER;

  static final int AT = 8;
  static final int CAUSE = 9;
  static final int CHAIN = 10;

  private StoreState state;
  private final @Nullable Head remembered;
  private final Digests digests = new Digests();
  private Hash sum = Hash.NONE;
  private final Map<String, Kept> latest = new HashMap<>();
  private final Map<String, LocalDate> toldRetirements = new HashMap<>();
  private final List<Row> rows = new ArrayList<>();
  private long revision;
  private long atMicros;
  private String cause = "";
  private Hash chain = Hash.NONE;
  private long goodRevision;
  private long goodAtMicros;
  private Hash goodChain;
  private boolean wasPassed;
  private boolean isWhole;
  private @Nullable String damage;

  /**
   * That of a store which has nothing to say of itself.
   *
   * @param remembered the head that is remembered apart from it; null for none
   */
  Recovery(StoreState none, @Nullable Head remembered) {
    this.state = none;
    this.remembered = remembered;
    goodRevision = none.floorRevision();
    goodChain = none.floorChain();
  }

  /** Starts from what the store says of itself. */
  void begin(StoreState says) {
    state = says;
    goodRevision = says.floorRevision();
    goodChain = says.floorChain();
  }

  /** The next row of {@link #SCAN}. */
  void take(SqlRow row) {
    if (damage != null) {
      return;
    }
    long next = row.number(0);
    if (next != revision) {
      finishRevision();
      revision = next;
      atMicros = row.number(AT);
      cause = row.text(CAUSE);
      chain = row.hash(CHAIN);
    }
    rows.add(Row.read(row));
  }

  /** Says that there is no more to read, for that reason where it is not the end. */
  void finish(@Nullable String unreadable) {
    finishRevision();
    if (damage == null) {
      damage = incomplete();
      if (unreadable != null) {
        isWhole = damage == null && goodRevision > 0;
        damage = where() + unreadable;
      }
    }
  }

  private String where() {
    if (isWhole) {
      return "all revisions are whole, but what goes with them is not: ";
    }
    return goodRevision == 0 ? "" : "after revision %d it cannot be read: ".formatted(goodRevision);
  }

  private @Nullable String incomplete() {
    if (!sum.equals(state.floorSum())) {
      return "what is kept up to revision %d is not as it was".formatted(state.floorRevision());
    }
    if (!head().equals(state.head())) {
      return "it ends with %s (expected: %s)".formatted(head(), state.head());
    }
    if (remembered != null && !isAlongWith(remembered)) {
      return "it ends with %s, but %s".formatted(head(), apart(remembered));
    }
    return null;
  }

  /** True of a log without damage in a store that is damaged. */
  boolean isWhole() {
    return isWhole;
  }

  private static String apart(Head head) {
    return head.revision() < 0
        ? "where it ended cannot be told: its head, which is kept apart from it, is "
            + head.epoch()
            + " (expected: the file head that was copied along with it; without one it may be an old copy)"
        : head + " was acknowledged: it was cut off, or is an old copy or another log";
  }

  /** False when no head was remembered apart from it. */
  boolean isHeldAgainstHead() {
    return remembered != null;
  }

  /** The last revision that there has been, as far as is known. */
  long lastKnown() {
    return Math.max(
        Math.max(state.head().revision(), goodRevision),
        remembered == null ? 0 : remembered.revision());
  }

  /** The store may be ahead, as it is committed first; what it had then must be the same. */
  private boolean isAlongWith(Head head) {
    if (head.equals(Head.MISSING)) {
      return goodRevision == 0; // as in a store that has just been made
    }
    return head.epoch().equals(state.head().epoch())
        && head.revision() <= goodRevision
        && (head.revision() <= state.floorRevision() || wasPassed);
  }

  private void finishRevision() {
    if (damage != null || rows.isEmpty()) {
      return;
    }
    boolean isWhole = revision > state.floorRevision();
    if (isWhole && revision != goodRevision + 1) {
      damage = "revision %d is missing".formatted(goodRevision + 1);
      return;
    }
    digests.begin(goodChain, revision, atMicros, cause);
    for (Row row : rows) {
      Hash digest = digests.row(revision, row);
      digests.add(digest);
      if (!isWhole) {
        sum = sum.toggled(digests.kept(revision, row, atMicros, cause));
      }
    }
    if (isWhole) {
      if (!digests.end().equals(chain)) {
        damage = "revision %d is not as it was written".formatted(revision);
        return;
      }
      goodRevision = revision;
      goodChain = chain;
      wasPassed |= head().equals(remembered);
    }
    goodAtMicros = atMicros;
    rows.forEach(this::keep);
    rows.clear();
  }

  private void keep(Row row) {
    if (row.isOfModel()) {
      latest.put(row.name(), new Kept(revision, row));
    } else if (row.sort() == Places.Sort.RETIRING) {
      toldRetirements.put(row.name(), StoredForms.retirementDate(row.definition()));
    }
  }

  /** What is wrong with the log; null for nothing. */
  @Nullable String damage() {
    return damage;
  }

  /** Where it ends, as far as it is good. */
  Head head() {
    return new Head(state.head().epoch(), goodRevision, goodChain);
  }

  /** What the store shall say of itself when it goes on from that head with what is good. */
  StoreState salvaged(Head next) {
    return new StoreState(next, state.floorRevision(), state.floorChain(), sum, 0);
  }

  /** Up to which revision places are written down. */
  long placedRevision() {
    return state.placedRevision();
  }

  /** When its last good revision was made. */
  long lastAtMicros() {
    return goodAtMicros;
  }

  /**
   * What the registry was then.
   *
   * @param epoch the life that it goes on in
   * @param acceptLoss go on without models that cannot be read; else that fails
   */
  Recovered recovered(String epoch, boolean acceptLoss) {
    List<Recovered.Model> models = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    latest.forEach(
        (id, kept) -> {
          Recovered.Model model;
          try {
            model = model(id, new Revision(kept.revision), kept.row);
          } catch (InvalidModelException | UncheckedIOException e) {
            refuse(id, kept, e, acceptLoss);
            unreadable.add(id);
            model = bare(id, kept);
          }
          if (!model.layers().isEmpty()) {
            models.add(model);
          }
        });
    return new Recovered(epoch, new Revision(goodRevision), models, unreadable, toldRetirements);
  }

  /** What a row keeps of a model. */
  static Recovered.Model model(String id, Revision revision, Row row) {
    String json = row.definition();
    ModelDefinition shown = json == null ? null : StoredForms.read(json);
    return new Recovered.Model(id, revision, shown, StoredForms.layers(shown, row.layers()));
  }

  private static Recovered.Model bare(String id, Kept kept) {
    ModelDefinition bare = ModelDefinition.builder(id).origin(Origin.API).build();
    return new Recovered.Model(id, new Revision(kept.revision), bare, Layers.of(bare));
  }

  /** Its hash is right: it was written so, by a program with other rules. */
  private static void refuse(String id, Kept kept, Exception why, boolean acceptLoss) {
    String unreadable =
        "model %s of revision %d cannot be read: %s (expected: what this version of the program, or an earlier one, has written)"
            .formatted(id, kept.revision, why.getMessage());
    if (!acceptLoss) {
      throw StoreFailure.of(
          unreadable
              + ". Nothing was changed. Start the version that wrote it, or once with --accept-loss, which removes the model");
    }
    LOG.warn("{}. Loss accepted: it is removed. It was {}", unreadable, kept.row);
  }

  private record Kept(long revision, Row row) {}
}
