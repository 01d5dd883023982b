package dev.understudy.fit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Draws one panel: bars, line, axes, marks of percentiles, and their table, the legend too. */
final class Plot {

  private static final int LEFT = 46;
  private static final int WIDTH = 412;
  private static final int HEADER = 44;
  private static final int HEIGHT = 220;
  private static final int MOST_BARS = 48;
  private static final int FEW_BARS = 24;
  private static final int FEW_SAMPLES = 300;
  private static final int STEPS = 480;
  private static final double[] PERCENTILES = {0.5, 0.95, 0.99};
  private static final String[] NAMES = {"p50", "p95", "p99"};
  private static final double LABEL_WIDTH = 30;
  private static final double LEAST_PEAK = 0.01;

  private final Picture picture;
  private final Panel panel;
  private final List<View> views;
  private final Axis axis;
  private final Axis.Unit unit;
  private final int bars;
  private final double x;
  private final double y;
  private final double highest;

  Plot(Picture picture, Panel panel, double x, double y) {
    this.picture = picture;
    this.panel = panel;
    this.views = panel.views();
    this.axis = Axis.of(views.stream().filter(View::isDrawn).toList());
    this.unit = axis.unit();
    this.bars =
        panel.measured() instanceof Samples samples && samples.count() < FEW_SAMPLES
            ? FEW_BARS
            : MOST_BARS;
    this.x = x + LEFT;
    this.y = y + HEADER;
    this.highest =
        1.08 * views.stream().filter(View::isDrawn).mapToDouble(this::peak).max().orElse(1);
  }

  void draw() {
    picture.text(x - LEFT, y - HEADER + 18, "name", panel.title());
    shareAxis();
    for (View view : views) {
      if (view instanceof View.Planned) {
        line(view);
      } else if (view.isDrawn()) {
        bars(view);
      }
    }
    durationAxis();
    marks();
    table();
  }

  /** The share of a bar around a place; the first from 0 has the zeros. */
  private double share(View view, double position) {
    double half = 0.5 / bars;
    boolean first = axis.low() == 0 && position <= half;
    return view.share(first ? -1 : axis.at(position - half), axis.at(position + half));
  }

  private double peak(View view) {
    double peak = LEAST_PEAK;
    for (int i = 0; i < bars; i++) {
      peak = Math.max(peak, share(view, (i + 0.5) / bars));
    }
    return peak;
  }

  private double top(double share) {
    return y + HEIGHT * (1 - Math.min(1, share / highest));
  }

  private void bars(View view) {
    double width = (double) WIDTH / bars;
    for (int i = 0; i < bars; i++) {
      double share = share(view, (i + 0.5) / bars);
      if (share > 0) {
        double top = top(share);
        picture.rect(x + i * width + 0.4, top, width - 0.8, y + HEIGHT - top, "bar");
      }
    }
  }

  private void line(View view) {
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i <= STEPS; i++) {
      double position = (double) i / STEPS;
      points.add(new double[] {x + position * WIDTH, top(share(view, position))});
    }
    picture.polyline(points, "line");
  }

  private void shareAxis() {
    for (double tick : Axis.linearTicks(0, highest, 4)) {
      double at = top(tick);
      picture.line(x, at, x + WIDTH, at, "grid");
      picture.text(x - 6, at + 4, "quiet", "end", FitReport.significant(100 * tick) + " %");
    }
  }

  private void durationAxis() {
    picture.line(x, y + HEIGHT, x + WIDTH, y + HEIGHT, "axis");
    for (double tick : axis.ticks()) {
      double at = x + axis.position(tick) * WIDTH;
      picture.line(at, y + HEIGHT, at, y + HEIGHT + 5, "axis");
      picture.text(at, y + HEIGHT + 19, "quiet", "middle", unit.number(tick));
    }
    String scale = unit.symbol() + (axis.logarithmic() ? ", logarithmic" : "") + beyond();
    picture.text(x + WIDTH / 2.0, y + HEIGHT + 36, "quiet", "middle", scale);
  }

  /** What the axis does not show. */
  private String beyond() {
    View first = views.stream().filter(View::isDrawn).findFirst().orElseThrow();
    double shown = first.share(axis.at(-0.5 / bars), axis.high());
    double hidden = axis.low() == 0 ? 1 - first.share(-1, axis.high()) : 1 - shown;
    return hidden < 0.0005
        ? ""
        : String.format(Locale.ROOT, "; %.1f %% of %s not shown", 100 * hidden, first.name());
  }

  private void marks() {
    double before = Double.NEGATIVE_INFINITY;
    boolean raised = false;
    for (int i = 0; i < PERCENTILES.length; i++) {
      double labelled = Double.NaN;
      for (View view : views) {
        double position = axis.position(view.quantile(PERCENTILES[i]));
        if (position >= 0 && position <= 1) {
          labelled = x + position * WIDTH;
          boolean planned = view instanceof View.Planned;
          picture.line(
              labelled, y - 4, labelled, y + HEIGHT, planned ? "mark-planned" : "mark-measured");
        }
      }
      if (!Double.isNaN(labelled)) {
        raised = labelled - before < LABEL_WIDTH && !raised;
        picture.text(labelled, raised ? y - 21 : y - 8, "small", "middle", NAMES[i]);
        before = labelled;
      }
    }
  }

  private void table() {
    double row = y + HEIGHT + 60;
    for (int i = 0; i < NAMES.length; i++) {
      picture.text(column(i), row, "quiet", "end", NAMES[i]);
    }
    for (View view : views) {
      row += 19;
      boolean planned = view instanceof View.Planned;
      if (planned) {
        picture.line(x, row - 4, x + 16, row - 4, "line");
      } else {
        picture.rect(x, row - 10, 16, 11, "bar");
      }
      picture.text(x + 24, row, "small", view.name());
      for (int i = 0; i < PERCENTILES.length; i++) {
        double seconds = view.quantile(PERCENTILES[i]);
        String words = Double.isNaN(seconds) ? "-" : unit.number(seconds) + " " + unit.symbol();
        picture.text(column(i), row, "small", "end", words);
      }
    }
  }

  private double column(int index) {
    return x + WIDTH - 95.0 * (PERCENTILES.length - 1 - index);
  }
}
