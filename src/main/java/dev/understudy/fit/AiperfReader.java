package dev.understudy.fit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads what AIPerf writes: records by request ({@code profile_export.jsonl}), or their summary
 * ({@code profile_export_aiperf.json}). Metrics have a unit. The ITLs are its inter-chunk latencies
 * where a chunk is a token; its own inter-token latency is a mean of a request. Confined to one
 * thread.
 */
final class AiperfReader {

  private static final String TTFT = "time_to_first_token";
  private static final String CHUNKS = "inter_chunk_latency";
  private static final String ITL = "inter_token_latency";
  private static final String OUTPUT = "output_sequence_length";

  private static final Map<String, Double> SECONDS =
      Map.of("ns", 1e-9, "us", 1e-6, "ms", 1e-3, "s", 1.0, "sec", 1.0, "seconds", 1.0);

  private final JsonCursor in;
  private final Requests requests = new Requests();
  private final Map<String, SummaryMetric> summary = new HashMap<>();
  private boolean records;

  private AiperfReader(JsonCursor in) {
    this.in = in;
  }

  /** The cursor stands at the first value. */
  static Measurements read(JsonCursor in) throws IOException {
    AiperfReader reader = new AiperfReader(in);
    do {
      Entry entry = reader.new Entry();
      in.object(entry::field);
      entry.add();
    } while (in.nextRoot());
    return reader.records ? reader.requests.measurements("AIPerf's records") : reader.summary();
  }

  /** One value of the file: a record, or the summary. */
  private final class Entry {
    private final Map<String, RecordMetric> metrics = new HashMap<>();
    private boolean leftOut;

    void field(String name) throws IOException {
      switch (name) {
        case "metadata" -> in.object(this::metadata);
        case "error" -> leftOut |= !in.isNull();
        case "metrics" -> {
          records = true;
          in.object(this::metric);
        }
        case TTFT, CHUNKS, ITL, OUTPUT -> {
          SummaryMetric metric = new SummaryMetric();
          in.object(metric::field);
          summary.put(name, metric);
        }
        default -> {}
      }
    }

    private void metadata(String name) throws IOException {
      if (name.equals("was_cancelled")) {
        leftOut |= in.isTrue();
      } else if (name.equals("benchmark_phase")) {
        leftOut |= !"profiling".equals(in.text());
      }
    }

    private void metric(String name) throws IOException {
      switch (name) {
        case TTFT,
            CHUNKS,
            ITL,
            OUTPUT,
            "input_sequence_length",
            "usage_prompt_tokens",
            "usage_prompt_cache_read_tokens" -> {
          RecordMetric metric = new RecordMetric();
          in.object(metric::field);
          metrics.put(name, metric);
        }
        default -> {}
      }
    }

    void add() {
      if (!records) {
        return;
      }
      Double first = value(TTFT);
      if (leftOut || first == null) {
        requests.addFailed();
        return;
      }
      requests.add(seconds(TTFT, first), uncached());
      Double mean = value(ITL);
      Double output = value(OUTPUT);
      if (mean != null && output != null) {
        requests.addMeanItl(seconds(ITL, mean), output);
      }
      RecordMetric chunks = metrics.get(CHUNKS);
      if (chunks != null) {
        chunks.values.forEach(gap -> requests.addItl(seconds(CHUNKS, gap)));
      }
    }

    private @Nullable Double uncached() {
      Double prompt = value("usage_prompt_tokens");
      Double all = prompt != null ? prompt : value("input_sequence_length");
      Double cached = value("usage_prompt_cache_read_tokens");
      return all == null || cached == null ? all : (Double) Math.max(0, all - cached);
    }

    private @Nullable Double value(String name) {
      RecordMetric metric = metrics.get(name);
      return metric == null || metric.values.isEmpty() ? null : metric.values.get(0);
    }

    private double seconds(String name, double value) {
      String unit = Objects.requireNonNull(metrics.get(name)).unit;
      double seconds = value * secondsPer(unit, name);
      if (seconds > 3600) {
        throw UnusableFileException.at(
            name, value + " " + unit, "a duration from 0 to 3600 seconds");
      }
      return seconds;
    }
  }

  /** A number or several, as they stand, and their unit. */
  private final class RecordMetric {
    private final List<Double> values = new ArrayList<>();
    private @Nullable String unit;

    void field(String name) throws IOException {
      if (name.equals("unit")) {
        unit = in.text();
      } else if (name.equals("value")) {
        if (in.isArray()) {
          in.array(index -> add());
        } else {
          add();
        }
      }
    }

    private void add() throws IOException {
      Double value = in.number();
      if (value != null) {
        values.add(value);
      }
    }
  }

  /** Figures by name as they stand, and their unit. */
  private final class SummaryMetric {
    private final Map<String, Double> figures = new HashMap<>();
    private @Nullable String unit;

    void field(String name) throws IOException {
      if (name.equals("unit")) {
        unit = in.text();
      } else if (name.matches("avg|std|min|max|count|p[0-9]{1,2}")) {
        Double value = in.number();
        if (value != null) {
          figures.put(name, value);
        }
      }
    }

    SummaryFields fields(String name) {
      double seconds = secondsPer(unit, name);
      SummaryFields fields = new SummaryFields();
      figures.forEach(
          (figure, value) -> {
            switch (figure) {
              case "avg" -> fields.mean(value * seconds);
              case "std" -> fields.std(value * seconds);
              case "count" -> fields.count(value);
              case "min" -> fields.percentile(0, value * seconds);
              case "max" -> fields.percentile(1, value * seconds);
              default ->
                  fields.percentile(Double.parseDouble(figure.substring(1)) / 100, value * seconds);
            }
          });
      return fields;
    }
  }

  private static double secondsPer(@Nullable String unit, String metric) {
    Double seconds = unit == null ? null : SECONDS.get(unit);
    if (seconds == null) {
      throw UnusableFileException.at(
          metric + "/unit", unit == null ? "missing" : unit, "ns, us, ms or sec");
    }
    return seconds;
  }

  private Measurements summary() {
    SummaryMetric first = summary.get(TTFT);
    if (first == null) {
      throw UnusableFileException.at("/" + TTFT, "missing", "a metric of streamed answers");
    }
    List<String> notes = new ArrayList<>();
    double requestCount = first.figures.getOrDefault("count", 0.0);
    return new Measurements(
        "AIPerf's summary, %.0f requests".formatted(requestCount),
        first.fields(TTFT).summary("/" + TTFT),
        itl(requestCount, notes),
        new double[0],
        new double[0],
        notes);
  }

  private Summary itl(double requestCount, List<String> notes) {
    SummaryMetric chunks = summary.get(CHUNKS);
    SummaryMetric means = summary.get(ITL);
    SummaryMetric output = summary.get(OUTPUT);
    double gaps = output == null ? 1 : output.figures.getOrDefault("avg", 2.0) - 1;
    if (chunks != null && chunks.figures.getOrDefault("count", 0.0) >= 0.9 * gaps * requestCount) {
      return chunks.fields(CHUNKS).summary("/" + CHUNKS);
    }
    if (means == null) {
      throw UnusableFileException.at(
          "/" + ITL, "missing", "a metric of streamed answers of more than one token");
    }
    return means.fields(ITL).ofMeans("/" + ITL, gaps, notes);
  }
}
