package dev.understudy.fit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads guidellm's {@code benchmarks.json}: of one benchmark the successful requests, or where none
 * was kept its metrics. Times are milliseconds; an ITL is the mean of a request. Confined to one
 * thread.
 */
final class GuidellmReader {

  private static final double MILLIS = 0.001;

  private final JsonCursor in;
  private final int run;
  private final Requests requests = new Requests();
  private final SummaryFields ttft = new SummaryFields();
  private final SummaryFields itl = new SummaryFields();
  private double ttftCount;
  private double itlCount;
  private int runs;
  private String strategy = "";

  private GuidellmReader(JsonCursor in, int run) {
    this.in = in;
    this.run = run;
  }

  /**
   * The cursor stands at the report.
   *
   * @param run which of its benchmarks, from 1
   */
  static Measurements read(JsonCursor in, int run) throws IOException {
    GuidellmReader reader = new GuidellmReader(in, run);
    in.object(reader::report);
    return reader.measurements();
  }

  private void report(String name) throws IOException {
    if (name.equals("benchmarks")) {
      in.array(
          index -> {
            runs++;
            if (index == run - 1) {
              in.object(this::benchmark);
            }
          });
    }
  }

  private void benchmark(String name) throws IOException {
    switch (name) {
      case "config" -> in.object(this::config);
      case "metrics" -> in.object(this::metric);
      case "requests" -> in.object(this::requests);
      default -> {}
    }
  }

  private void config(String name) throws IOException {
    if (name.equals("strategy") && in.isObject()) {
      in.object(this::strategy);
    }
  }

  private void strategy(String name) throws IOException {
    if (name.equals("type_")) {
      strategy = Objects.requireNonNullElse(in.text(), "") + strategy;
    } else if (name.equals("streams") || name.equals("rate")) {
      Double value = in.number();
      strategy += value == null ? "" : " %s %s".formatted(name, shortest(value));
    }
  }

  private static String shortest(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }

  private void metric(String name) throws IOException {
    if (name.equals("time_to_first_token_ms")) {
      in.object(
          status -> successful(status, figure -> ttftCount = figure(figure, ttft, ttftCount)));
    } else if (name.equals("inter_token_latency_ms")) {
      in.object(status -> successful(status, figure -> itlCount = figure(figure, itl, itlCount)));
    }
  }

  private void successful(String status, JsonCursor.Fields figures) throws IOException {
    if (status.equals("successful")) {
      in.object(figures);
    }
  }

  /** Answers the count. */
  private double figure(String name, SummaryFields to, double count) throws IOException {
    switch (name) {
      case "count" -> {
        double number = Objects.requireNonNullElse(in.number(), 0.0);
        to.count(number);
        return number;
      }
      case "mean" -> to.mean(in.duration(MILLIS));
      case "std_dev" -> to.std(in.duration(MILLIS));
      case "min" -> to.percentile(0, in.duration(MILLIS));
      case "max" -> to.percentile(1, in.duration(MILLIS));
      case "percentiles" -> in.object(p -> to.percentile(share(p), in.duration(MILLIS)));
      default -> {}
    }
    return count;
  }

  /** {@code p05} is 0.05, {@code p999} 0.999. */
  private double share(String name) throws IOException {
    if (!name.matches("p[0-9]{2,6}")) {
      throw in.refused("a percentile such as p95");
    }
    return Double.parseDouble("0." + name.substring(1));
  }

  private void requests(String status) throws IOException {
    switch (status) {
      case "successful" -> in.array(index -> request());
      case "errored", "incomplete" -> in.array(index -> requests.addFailed());
      default -> {}
    }
  }

  private void request() throws IOException {
    Request request = new Request();
    in.object(request::field);
    if (request.ttft != null) {
      requests.add(request.ttft, request.uncached());
      if (request.itl != null && request.output != null) {
        requests.addMeanItl(request.itl, request.output);
      }
    } else {
      requests.addFailed();
    }
  }

  private final class Request {
    private @Nullable Double ttft;
    private @Nullable Double itl;
    private @Nullable Double prompt;
    private @Nullable Double cached;
    private @Nullable Double output;

    void field(String name) throws IOException {
      switch (name) {
        case "time_to_first_token_ms" -> ttft = in.isNull() ? null : (Double) in.duration(MILLIS);
        case "inter_token_latency_ms" -> itl = in.isNull() ? null : (Double) in.duration(MILLIS);
        case "prompt_tokens" -> prompt = in.number();
        case "cached_tokens" -> cached = in.number();
        case "output_tokens" -> output = in.number();
        default -> {}
      }
    }

    @Nullable Double uncached() {
      return prompt == null || cached == null ? prompt : (Double) Math.max(0, prompt - cached);
    }
  }

  private Measurements measurements() {
    if (run > runs) {
      throw UnusableFileException.at("/benchmarks", runs + " of them", "a benchmark " + run);
    }
    String form = "guidellm" + (strategy.isEmpty() ? "" : ", " + strategy);
    if (runs > 1) {
      form += " (run %d of %d)".formatted(run, runs);
    }
    if (!requests.isEmpty()) {
      return requests.measurements(form);
    }
    List<String> notes = new ArrayList<>();
    String at = "/benchmarks/%d/metrics/".formatted(run - 1);
    return new Measurements(
        "%s, metrics of %.0f requests".formatted(form, ttftCount),
        ttft.summary(at + "time_to_first_token_ms"),
        itl.ofMeans(at + "inter_token_latency_ms", itlCount / Math.max(1, ttftCount), notes),
        new double[0],
        new double[0],
        notes);
  }
}
