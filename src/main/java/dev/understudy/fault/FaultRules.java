package dev.understudy.fault;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.json.Fields;
import dev.understudy.json.Glob;
import dev.understudy.json.YamlFile;
import dev.understudy.model.Endpoint;
import dev.understudy.model.Faults;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The configured rules, in their order. Immutable. */
public final class FaultRules {

  /** No rules. */
  public static final FaultRules NONE = new FaultRules(List.of());

  /** The endpoint of streams that are only about time. */
  public static final String BARE_STREAM = "stream";

  private final List<FaultRule> rules;

  private FaultRules(List<FaultRule> rules) {
    this.rules = List.copyOf(rules);
  }

  /**
   * Reads a file such as {@code conf/faults.yaml}.
   *
   * @param file what messages call it
   * @throws dev.understudy.model.UnderstudyException INTERNAL, saying file, rule and key of all
   *     that is wrong
   */
  public static FaultRules read(String file, byte[] yaml) {
    return new FaultRules(
        YamlFile.read(
            file,
            yaml,
            fields -> {
              Set<String> names = new HashSet<>();
              return fields.list("rules", (path, rule) -> rule(fields, path, rule, names));
            }));
  }

  private static @Nullable FaultRule rule(
      Fields all, String path, JsonNode node, Set<String> names) {
    String name = node.path("name").asText("");
    String label = name.isEmpty() ? path : path + " (" + name + ")";
    return all.object(
        label,
        node,
        fields -> {
          Faults faults = fields.faults();
          faults.require(!name.isEmpty(), "name", fields.get("name"), "a name");
          faults.require(names.add(name), "name", name, "an unused name");
          return new FaultRule(
              FaultReader.read(fields, FaultSource.RULE, "rule/" + name),
              models(fields, Glob.ANY),
              endpoint(fields));
        });
  }

  /** The field {@code model}: ids, with {@code *} for anything. */
  static Glob models(Fields fields, Glob otherwise) {
    String text = fields.text("model");
    return text == null ? otherwise : Glob.of(text);
  }

  static @Nullable String endpoint(Fields fields) {
    String name = Objects.requireNonNullElse(fields.text("endpoint"), "");
    Endpoint endpoint = Endpoint.parse(name);
    boolean ok = name.isEmpty() || endpoint != null || name.equals(BARE_STREAM);
    fields
        .faults()
        .require(ok, "endpoint", name, "an endpoint as chat or messages, or " + BARE_STREAM);
    return endpoint == null ? (name.isEmpty() ? null : name) : endpoint.jsonName();
  }

  /** Those for one request. */
  List<FaultSpec> of(FaultTarget target) {
    if (rules.isEmpty()) {
      return List.of();
    }
    return rules.stream()
        .filter(rule -> rule.fits(target.model(), target.endpoint()))
        .map(FaultRule::spec)
        .toList();
  }

  /** How many. */
  public int size() {
    return rules.size();
  }
}
