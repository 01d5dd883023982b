package dev.understudy.fault;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What running scenarios do to the requests of one model at one moment. Immutable.
 *
 * @param name of each with its factor, for headers: {@code brownout; factor=3.00}; null for none
 * @param factor on every latency, above 0
 * @param faults what they inject
 */
record InForce(@Nullable String name, double factor, List<FaultSpec> faults) {

  static final InForce NOTHING = new InForce(null, 1, List.of());
}
