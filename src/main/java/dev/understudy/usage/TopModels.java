package dev.understudy.usage;

import dev.understudy.model.Named;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * The models that were used most over some time. Immutable.
 *
 * @param from its beginning
 * @param to its end, the first moment that does not belong to it
 * @param models the most used first, of equals the first by id
 */
public record TopModels(Instant from, Instant to, List<ModelUsage> models) {

  /** How many are told at most. */
  public static final int MAX_LIMIT = 100;

  /** Copies the list. */
  public TopModels {
    models = List.copyOf(models);
  }

  /**
   * What a model was used for.
   *
   * @param model its id, or {@link UsageLedger#OTHER}
   * @param counts without times
   */
  public record ModelUsage(String model, UsageCounts counts) {}

  /** What is most. */
  public enum By implements Named {
    /** Requests. */
    REQUESTS(counts -> BigDecimal.valueOf(counts.requests())),
    /** Known cost. */
    COST(UsageCounts::cost),
    /** Generated tokens. */
    OUTPUT_TOKENS(counts -> BigDecimal.valueOf(counts.outputTokens())),
    /** Errors. */
    ERRORS(counts -> BigDecimal.valueOf(counts.errors()));

    private final String jsonName = name().toLowerCase(Locale.ROOT);
    private final Function<UsageCounts, BigDecimal> amount;

    By(Function<UsageCounts, BigDecimal> amount) {
      this.amount = amount;
    }

    BigDecimal amount(UsageCounts counts) {
      return amount.apply(counts);
    }

    @Override
    public String jsonName() {
      return jsonName;
    }
  }
}
