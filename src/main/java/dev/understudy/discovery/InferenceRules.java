package dev.understudy.discovery;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.understudy.discovery.InferenceRule.Kind;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.Fault;
import dev.understudy.model.Faults;
import dev.understudy.model.Named;
import dev.understudy.model.UnderstudyException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a file of inference rules and checks it whole. */
final class InferenceRules {

  private static final ObjectReader READER =
      new YAMLMapper()
          .readerFor(Document.class)
          .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private static final String UNKNOWN = "unknown";
  private static final Pattern SIZE_GROUP = Pattern.compile("\\(\\?<(total|active|experts)>");

  private InferenceRules() {}

  /**
   * The rules of a resource beside this package.
   *
   * @throws UnderstudyException naming the file and every rule at fault
   */
  static List<InferenceRule> load(String resource) {
    try (InputStream in = InferenceRules.class.getResourceAsStream(resource)) {
      return read(resource, Objects.requireNonNull(in, resource));
    } catch (IOException e) {
      throw fault(resource, Objects.requireNonNullElse(e.getMessage(), "unreadable"));
    }
  }

  /** The rules in a stream; {@code name} is what messages call it. */
  static List<InferenceRule> read(String name, InputStream in) throws IOException {
    Document document = READER.readValue(in);
    Faults faults = new Faults();
    List<InferenceRule> rules = new ArrayList<>(document.rules().size());
    Set<String> names = new HashSet<>();
    for (int i = 0; i < document.rules().size(); i++) {
      Entry entry = document.rules().get(i);
      String path = "rules[" + i + "]";
      faults.require(!entry.name().isBlank(), path + ".name", entry.name(), "a name");
      faults.require(!entry.match().isBlank(), path + ".match", entry.match(), "a pattern");
      faults.require(
          names.add(entry.name()), path + ".name", entry.name(), "a name not used before");
      InferenceRule rule = rule(faults, path, entry);
      if (rule != null) {
        rules.add(rule);
      }
    }
    if (!faults.none()) {
      throw fault(
          name, faults.list().stream().map(Fault::message).collect(Collectors.joining("; ")));
    }
    return List.copyOf(rules);
  }

  private static @Nullable InferenceRule rule(Faults faults, String path, Entry entry) {
    Kind kind = Named.find(Kind.class, entry.kind());
    if (kind == null) {
      faults.add(path + ".kind", entry.kind(), Named.expectation(Kind.class));
      return null;
    }
    checkValue(faults, path, kind, entry);
    String value = UNKNOWN.equals(entry.value()) ? null : entry.value();
    try {
      return new InferenceRule(kind, entry.name(), Pattern.compile(entry.match()), value);
    } catch (PatternSyntaxException e) {
      faults.add(path + ".match", entry.match(), "a regular expression: " + e.getDescription());
      return null;
    }
  }

  private static void checkValue(Faults faults, String path, Kind kind, Entry entry) {
    String value = entry.value();
    if (kind == Kind.SIZE) {
      faults.require(value == null, path + ".value", value, "none, as its groups say the size");
      faults.require(
          SIZE_GROUP.matcher(entry.match()).find(),
          path + ".match",
          entry.match(),
          "a group named total, active or experts");
    } else if (kind.isYesOrNo()) {
      faults.require(
          value != null && Set.of("true", "false", UNKNOWN).contains(value),
          path + ".value",
          value,
          "true, false or unknown");
    } else {
      faults.require(value != null && !value.isBlank(), path + ".value", value, "a word");
    }
  }

  private static UnderstudyException fault(String file, String message) {
    return new UnderstudyException(ErrorCode.INTERNAL, file + ": " + message, null);
  }

  private record Document(@JsonProperty(required = true) List<Entry> rules) {}

  private record Entry(String kind, String name, String match, @Nullable String value) {

    /** Makes what is not there empty, which the checks refuse with its path. */
    @JsonCreator
    static Entry of(
        @JsonProperty("kind") @Nullable String kind,
        @JsonProperty("name") @Nullable String name,
        @JsonProperty("match") @Nullable String match,
        @JsonProperty("value") @Nullable String value) {
      return new Entry(
          Objects.requireNonNullElse(kind, ""),
          Objects.requireNonNullElse(name, ""),
          Objects.requireNonNullElse(match, ""),
          value);
    }
  }
}
