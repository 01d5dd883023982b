package dev.understudy.fit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what {@code vllm bench serve --save-result} writes, and what its ancestors and descendants
 * of the same form do. With details there are {@code ttfts} and {@code itls} in seconds, one entry
 * a request; without, means and percentiles in milliseconds, as {@code p99_ttft_ms}. Confined to
 * one thread.
 */
final class VllmReader {

  private static final Pattern FIGURE =
      Pattern.compile("(mean|median|std|p([0-9]{1,2}(?:\\.[0-9]+)?))_(ttft|itl)_ms");

  private final JsonCursor in;
  private final List<Double> ttfts = new ArrayList<>();
  private final List<double[]> itls = new ArrayList<>();
  private final List<Double> prompts = new ArrayList<>();
  private final List<Boolean> failures = new ArrayList<>();
  private final SummaryFields ttft = new SummaryFields();
  private final SummaryFields itl = new SummaryFields();
  private double completed;

  private VllmReader(JsonCursor in) {
    this.in = in;
  }

  /** The cursor stands at the result. */
  static Measurements read(JsonCursor in) throws IOException {
    VllmReader reader = new VllmReader(in);
    in.object(reader::field);
    return reader.ttfts.isEmpty() ? reader.summary() : reader.requests();
  }

  private void field(String name) throws IOException {
    switch (name) {
      case "ttfts" -> in.array(index -> ttfts.add(in.duration(1)));
      case "itls" -> in.array(index -> itls.add(in.durations(1)));
      case "input_lens" -> in.array(index -> prompts.add(in.number()));
      case "errors" -> in.array(index -> failures.add(in.text() != null && !"".equals(in.text())));
      case "completed" -> completed = Objects.requireNonNullElse(in.number(), 0.0);
      default -> figure(name);
    }
  }

  private void figure(String name) throws IOException {
    Matcher figure = FIGURE.matcher(name);
    if (figure.matches()) {
      SummaryFields of = figure.group(3).equals("ttft") ? ttft : itl;
      double seconds = in.duration(0.001);
      switch (figure.group(1)) {
        case "mean" -> of.mean(seconds);
        case "std" -> of.std(seconds);
        case "median" -> of.percentile(0.5, seconds);
        default -> of.percentile(Double.parseDouble(figure.group(2)) / 100, seconds);
      }
    }
  }

  /** A failed request has an error, and 0 for what it never got to. */
  private Measurements requests() {
    if (itls.size() != ttfts.size()) {
      throw UnusableFileException.at(
          "/itls", itls.size() + " requests", ttfts.size() + ", as many as in /ttfts");
    }
    Requests requests = new Requests();
    for (int i = 0; i < ttfts.size(); i++) {
      boolean failed = i < failures.size() && failures.get(i);
      if (failed || ttfts.get(i) == 0) {
        requests.addFailed();
        continue;
      }
      requests.add(ttfts.get(i), prompts.size() == ttfts.size() ? prompts.get(i) : null);
      for (double seconds : itls.get(i)) {
        requests.addItl(seconds);
      }
    }
    return requests.measurements("vLLM's benchmark with details");
  }

  private Measurements summary() {
    ttft.count(completed);
    return new Measurements(
        "vLLM's benchmark without details, %.0f requests".formatted(completed),
        ttft.summary("/mean_ttft_ms"),
        itl.summary("/mean_itl_ms"),
        new double[0],
        new double[0],
        List.of());
  }
}
