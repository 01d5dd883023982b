package dev.understudy.fault;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.json.Fields;
import dev.understudy.json.Glob;
import dev.understudy.json.YamlFile;
import dev.understudy.model.Faults;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a file of scenarios, such as {@code conf/scenarios.yaml}. Confined to one thread. */
public final class ScenarioReader {

  private static final int MOST_FAULTS = 16;
  private static final double LARGEST_FACTOR = 1000;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
  private static final String FACTOR = "a factor above 0 up to 1000";
  private static final String DURATION = "a duration with its unit, as 30s, 5m or 2h";

  private final Set<String> names = new HashSet<>();

  private ScenarioReader() {}

  /**
   * The scenarios of a file.
   *
   * @param file what messages call it
   * @throws dev.understudy.model.UnderstudyException INTERNAL, saying file, scenario, phase and
   *     field of all that is wrong
   */
  public static List<Scenario> read(String file, byte[] yaml) {
    ScenarioReader reader = new ScenarioReader();
    return YamlFile.read(
        file,
        yaml,
        fields -> fields.list("scenarios", (path, node) -> reader.scenario(fields, path, node)));
  }

  private @Nullable Scenario scenario(Fields all, String path, JsonNode node) {
    String name = node.path("name").asText("");
    return all.object(
        name.isEmpty() ? path : path + " (" + name + ")",
        node,
        fields -> {
          Faults faults = fields.faults();
          fields.get("name");
          boolean ok = NAME.matcher(name).matches();
          faults.require(ok, "name", name, "at most 64 letters, digits and _ . -");
          faults.require(names.add(name), "name", name, "an unused name");
          Glob models = FaultRules.models(fields, Glob.ANY);
          List<Phase> phases =
              fields.list("phases", (at, phase) -> phase(fields, at, phase, name, models));
          List<Double> daily = daily(fields);
          faults.require(
              !phases.isEmpty() || !daily.isEmpty() || !faults.none(),
              "phases",
              null,
              "at least one phase, or a daily curve");
          return new Scenario(name, models, phases, daily);
        });
  }

  private static @Nullable Phase phase(
      Fields all, String path, JsonNode node, String scenario, Glob models) {
    return all.object(
        path,
        node,
        fields -> {
          long from = duration(fields, "from", 0);
          long to = duration(fields, "to", Long.MAX_VALUE);
          fields.faults().require(to > from, "to", fields.get("to"), "later than from");
          double[] factor = factor(fields);
          String id = "scenario/" + scenario + "/" + path;
          List<FaultSpec> specs =
              FaultReader.readAll(fields, "faults", FaultSource.SCENARIO, id, MOST_FAULTS);
          return new Phase(
              from,
              to,
              FaultRules.models(fields, models),
              factor[0],
              factor[1],
              specs.stream().map(spec -> named(spec, scenario)).toList());
        });
  }

  private static FaultSpec named(FaultSpec spec, String scenario) {
    return new FaultSpec(
        spec.source(), spec.id(), scenario, spec.effect(), spec.rate(), spec.first());
  }

  private static long duration(Fields fields, String key, long otherwise) {
    JsonNode value = fields.get(key);
    long nanos = value == null ? -1 : Durations.nanos(value.asText());
    fields.faults().require(nanos >= 0, key, value == null ? null : value.asText(), DURATION);
    return nanos < 0 ? otherwise : nanos;
  }

  /** One number, or {@code {from: 1, to: 4}}. */
  private static double[] factor(Fields fields) {
    JsonNode value = fields.get("factor");
    if (value == null) {
      return new double[] {1, 1};
    }
    if (!value.isObject()) {
      double one = factor(fields, "factor", value);
      return new double[] {one, one};
    }
    double[] both =
        fields.object(
            "factor",
            ramp ->
                new double[] {
                  factor(ramp, "from", ramp.get("from")), factor(ramp, "to", ramp.get("to"))
                });
    return both == null ? new double[] {1, 1} : both;
  }

  private static double factor(Fields fields, String path, @Nullable JsonNode value) {
    double factor = value != null && value.isNumber() ? value.doubleValue() : 0;
    boolean ok = factor > 0 && factor <= LARGEST_FACTOR;
    fields.faults().require(ok, path, value, FACTOR);
    return ok ? factor : 1;
  }

  private static List<Double> daily(Fields fields) {
    JsonNode value = fields.get("daily");
    if (value == null) {
      return List.of();
    }
    boolean ok = value.isArray() && value.size() == Scenario.HOURS;
    fields.faults().require(ok, "daily", value, "24 factors, one for each hour of the day in UTC");
    List<Double> factors = new ArrayList<>();
    for (int hour = 0; ok && hour < value.size(); hour++) {
      factors.add(factor(fields, "daily[" + hour + "]", value.get(hour)));
    }
    return factors;
  }
}
