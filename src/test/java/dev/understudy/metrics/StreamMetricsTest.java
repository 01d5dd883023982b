package dev.understudy.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Origin;
import dev.understudy.simulation.SimulationState;
import dev.understudy.simulation.StreamMeter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StreamMetricsTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final StreamMetrics metrics = new StreamMetrics(registry);

  private StreamMeter of(String id) {
    return metrics.of(ModelDefinition.builder(id).origin(Origin.API).build());
  }

  @Test
  void of_theSameModel_isTheSameMeter() {
    assertThat(of("a")).isSameAs(of("a")).isNotSameAs(of("b"));
  }

  @Test
  void of_beyondTheBound_isOther() {
    StreamMeter first = of("m0");
    for (int i = 1; i < StreamMetrics.MOST_MODELS; i++) {
      of("m" + i);
    }
    int meters = registry.getMeters().size();
    StreamMeter other = of("one-more");
    assertThat(of("and-one-more")).isSameAs(other);
    assertThat(of("m0")).isSameAs(first).isNotSameAs(other);
    assertThat(registry.getMeters()).hasSize(meters);
  }

  @Test
  void streams_areActiveFromBeginToEnd_andCountedByTheirEnd() {
    StreamMeter meter = of("m");
    meter.begun();
    meter.begun();
    assertThat(registry.get("understudy.streams.active").tag("model", "m").gauge().value())
        .isEqualTo(2);
    meter.ended(SimulationState.DISCONNECTED);
    meter.ended(SimulationState.CUT);
    assertThat(registry.get("understudy.streams.active").tag("model", "m").gauge().value())
        .isZero();
    for (String state : new String[] {"disconnected", "cut"}) {
      assertThat(
              registry
                  .get("understudy.streams.ended")
                  .tags("model", "m", "state", state)
                  .counter()
                  .count())
          .isEqualTo(1);
    }
  }

  @Test
  void tokens_areTimedAsSentAndAsLate() {
    StreamMeter meter = of("m");
    meter.firstToken(200_000_000, 1_000_000);
    meter.nextToken(20_000_000, 3_000_000);
    assertThat(total("ttft")).isEqualTo(200);
    assertThat(total("itl")).isEqualTo(20);
    assertThat(total("lag")).isEqualTo(4);
  }

  private double total(String name) {
    return registry
        .get("understudy.stream." + name)
        .tag("model", "m")
        .timer()
        .totalTime(TimeUnit.MILLISECONDS);
  }
}
