package dev.understudy.usage;

import dev.understudy.model.UnderstudyException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What reports are made of, row by row. Confined to one thread at a time. */
final class Readings {

  private Readings() {}

  /** Rows by period. */
  static final class Periods {
    private final UsageSpan.Hours hours;
    private final UsageSum[] sums;

    Periods(UsageSpan.Hours hours) {
      this.hours = hours;
      this.sums = new UsageSum[(int) hours.periods()];
    }

    void add(HourlyUsage row) {
      int period = hours.periodOf(row.hour());
      UsageSum sum = sums[period];
      if (sum == null) {
        sum = new UsageSum(Instant.EPOCH);
        sums[period] = sum;
      }
      sum.add(row.counts());
    }

    UsageReport report(@Nullable String model) {
      List<UsageReport.Period> periods = new ArrayList<>(sums.length);
      UsageSum total = new UsageSum(Instant.EPOCH);
      for (int i = 0; i < sums.length; i++) {
        UsageCounts counts = sums[i] == null ? UsageCounts.NONE : sums[i].toCounts();
        total.add(counts);
        periods.add(new UsageReport.Period(hours.start(i), hours.start(i + 1), counts));
      }
      return new UsageReport(model, total.toCounts(), periods);
    }
  }

  /** Rows by model, without their times: of many models those would be much. */
  static final class Models {

    /** About 500 bytes each. */
    static final int MOST = 100_000;

    private final Map<String, UsageSum> sums = new HashMap<>();

    void add(HourlyUsage row) {
      UsageSum sum = sums.get(row.model());
      if (sum == null) {
        if (sums.size() >= MOST) {
          throw UnderstudyException.invalid(
              "from", "more than " + MOST + " models", "fewer, over a shorter time");
        }
        sum = new UsageSum(Instant.EPOCH);
        sums.put(row.model(), sum);
      }
      sum.addNumbers(row.counts());
    }

    List<TopModels.ModelUsage> top(TopModels.By by, int limit) {
      Comparator<TopModels.ModelUsage> order =
          Comparator.<TopModels.ModelUsage, BigDecimal>comparing(usage -> by.amount(usage.counts()))
              .reversed()
              .thenComparing(TopModels.ModelUsage::model);
      return sums.entrySet().stream()
          .map(sum -> new TopModels.ModelUsage(sum.getKey(), sum.getValue().toCounts()))
          .sorted(order)
          .limit(limit)
          .toList();
    }
  }
}
