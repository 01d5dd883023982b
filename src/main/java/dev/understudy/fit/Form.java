package dev.understudy.fit;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Who wrote a file of measurements. */
public enum Form {
  /** AIPerf: records by request, or their summary. */
  AIPERF,
  /** guidellm: a report of one or more benchmarks. */
  GUIDELLM,
  /** vLLM's benchmark of a server, and tools that write as it does. */
  VLLM,
  /** This server: what it says of its simulations. */
  SIMULATION,
  /** A table of samples. */
  CSV;

  /** As the command line names it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What a JSON file is whose first object has a field of that name; null when it does not say. */
  static @Nullable Form of(String field) {
    return switch (field) {
      case "benchmarks" -> GUIDELLM;
      case "metrics", "time_to_first_token" -> AIPERF;
      case "ttfts", "itls", "mean_ttft_ms", "median_ttft_ms", "mean_itl_ms" -> VLLM;
      case "planned_ns", "actual_ns" -> SIMULATION;
      default -> null;
    };
  }
}
