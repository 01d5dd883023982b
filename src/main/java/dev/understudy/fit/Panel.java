package dev.understudy.fit;

import dev.understudy.model.LatencyDistribution;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One latency in a picture: what was measured, what is planned, or both. Immutable.
 *
 * @param title the latency
 * @param measured null when nothing was
 * @param plannedName as the legend calls what is planned
 * @param planned null when nothing is
 */
public record Panel(
    String title,
    @Nullable Measured measured,
    String plannedName,
    @Nullable LatencyDistribution planned) {

  /** Refuses a panel without a distribution. */
  public Panel {
    if (planned == null && !(measured instanceof Samples)) {
      throw new IllegalArgumentException("planned: null (expected: a distribution, or samples)");
    }
  }

  List<View> views() {
    List<View> views = new ArrayList<>();
    if (measured != null) {
      views.add(new View.Observed(measured));
    }
    if (planned != null) {
      views.add(new View.Planned(plannedName, Curve.of(planned)));
    }
    return views;
  }
}
