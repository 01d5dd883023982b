package dev.understudy.discovery;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.understudy.discovery.NameRule.Anchor;
import dev.understudy.discovery.NameRule.Kind;
import dev.understudy.discovery.NameRule.Scope;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.Fault;
import dev.understudy.model.Faults;
import dev.understudy.model.Named;
import dev.understudy.model.UnderstudyException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a file of name rules and checks it whole. */
final class NameRulesFile {

  private static final String RESOURCE = "/name-rules.yaml";

  private static final ObjectReader READER =
      new YAMLMapper()
          .readerFor(Document.class)
          .with(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
          .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private final Faults faults = new Faults();
  private final List<NameRule> rules = new ArrayList<>();
  private final List<String> paths = new ArrayList<>();

  private NameRulesFile() {}

  /** The file that is in the jar, the same as {@code conf/name-rules.yaml}. */
  static NameRules standard() {
    try (InputStream in = NameRulesFile.class.getResourceAsStream(RESOURCE)) {
      return read("name-rules.yaml", Objects.requireNonNull(in, RESOURCE).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static NameRules load(Path file) {
    try {
      return read(file.toString(), Files.readAllBytes(file));
    } catch (IOException e) {
      throw fault(file.toString(), "cannot be read (" + e + ")");
    }
  }

  /** The rules in a text; {@code name} is what messages call it. */
  static NameRules read(String name, byte[] yaml) {
    try {
      Document document = READER.readValue(yaml);
      return new NameRulesFile().rules(name, document);
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      String line = at == null ? "" : ":" + at.getLineNr();
      throw fault(name + line, e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private NameRules rules(String file, Document document) {
    Owners owners = owners(document.owners());
    Set<String> names = document.rules().stream().map(Entry::name).collect(Collectors.toSet());
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < document.rules().size(); i++) {
      Entry entry = document.rules().get(i);
      String path = "rules[" + i + "]";
      faults.require(!entry.name().isBlank(), path + ".name", entry.name(), "a name");
      String label = path + " (" + entry.name() + ")";
      faults.require(seen.add(entry.name()), label + ".name", entry.name(), "an unused name");
      for (String other : entry.after()) {
        faults.require(names.contains(other), label + ".after", other, "the name of a rule");
      }
      add(label, entry, owners);
    }
    checkOverlap();
    if (!faults.none()) {
      throw fault(
          file, faults.list().stream().map(Fault::message).collect(Collectors.joining("; ")));
    }
    return new NameRules(owners, rules);
  }

  private Owners owners(List<List<String>> groups) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < groups.size(); i++) {
      for (String name : groups.get(i)) {
        String path = "owners[" + i + "]";
        faults.require(!NameParser.normalize(name).isEmpty(), path, name, "a name");
        faults.require(seen.add(NameParser.normalize(name)), path, name, "a name listed once");
      }
    }
    return new Owners(groups.stream().map(NameRulesFile::lower).toList());
  }

  private static List<String> lower(List<String> texts) {
    return texts.stream().map(text -> text.toLowerCase(Locale.ROOT)).toList();
  }

  private void add(String path, Entry entry, Owners owners) {
    Kind kind = Named.find(Kind.class, entry.kind());
    if (kind == null) {
      faults.add(path + ".kind", entry.kind(), Named.expectation(Kind.class));
      return;
    }
    Map<Anchor, List<String>> anchored = new EnumMap<>(Anchor.class);
    anchored.put(Anchor.PREFIX, entry.prefix());
    anchored.put(Anchor.SUFFIX, entry.suffix());
    anchored.put(Anchor.PART, entry.part());
    anchored.values().removeIf(List::isEmpty);
    faults.require(anchored.size() == 1, path, anchored.keySet(), "one of prefix, suffix and part");
    anchored.forEach(
        (anchor, texts) -> lower(texts).forEach(t -> add(path, entry, kind, anchor, t, owners)));
  }

  private void add(String path, Entry entry, Kind kind, Anchor anchor, String text, Owners owners) {
    NamePattern pattern = new NamePattern(text);
    String at = path + "." + anchor.jsonName();
    if (pattern.isVague() || pattern.specificity() == 0) {
      faults.add(at, text, "a text with letters and no two wildcards side by side");
      return;
    }
    Scope scope =
        new Scope(
            Set.copyOf(entry.after()),
            entry.family().stream().map(NameParser::normalize).toList(),
            entry.owner().stream().map(owners::canonical).collect(Collectors.toSet()));
    paths.add(at);
    rules.add(NameRule.of(entry.name(), kind, anchor, pattern, entry.to(), scope, owners.regex()));
  }

  /**
   * Two rules may fit one name only when one of them is more specific; of the texts of one rule the
   * first counts.
   */
  private void checkOverlap() {
    for (int i = 0; i < rules.size(); i++) {
      for (int j = 0; j < i; j++) {
        NameRule one = rules.get(j);
        NameRule other = rules.get(i);
        if (!one.name().equals(other.name())
            && one.anchor() == other.anchor()
            && one.pattern().specificity() == other.pattern().specificity()
            && one.scope().overlaps(other.scope())
            && NamePattern.overlap(one.pattern(), other.pattern(), one.anchor() != Anchor.PREFIX)) {
          String expected =
              "a text that fits no name that %s fits too (%s)"
                  .formatted(one.pattern().text(), paths.get(j));
          faults.add(paths.get(i), other.pattern().text(), expected);
        }
      }
    }
  }

  private static UnderstudyException fault(String file, String message) {
    return new UnderstudyException(ErrorCode.INTERNAL, file + ": " + message, null);
  }

  private record Document(List<List<String>> owners, List<Entry> rules) {

    @JsonCreator
    static Document of(
        @JsonProperty(value = "owners", required = true) List<List<String>> owners,
        @JsonProperty(value = "rules", required = true) List<Entry> rules) {
      return new Document(owners, rules);
    }
  }

  private record Entry(
      String name,
      String kind,
      List<String> prefix,
      List<String> suffix,
      List<String> part,
      String to,
      List<String> after,
      List<String> family,
      List<String> owner) {

    /** Makes what is not there empty, which the checks refuse with its path. */
    @JsonCreator
    static Entry of(
        @JsonProperty("name") @Nullable String name,
        @JsonProperty("kind") @Nullable String kind,
        @JsonProperty("prefix") @Nullable List<String> prefix,
        @JsonProperty("suffix") @Nullable List<String> suffix,
        @JsonProperty("part") @Nullable List<String> part,
        @JsonProperty("to") @Nullable String to,
        @JsonProperty("after") @Nullable List<String> after,
        @JsonProperty("family") @Nullable List<String> family,
        @JsonProperty("owner") @Nullable List<String> owner) {
      return new Entry(
          Objects.requireNonNullElse(name, ""),
          Objects.requireNonNullElse(kind, ""),
          orEmpty(prefix),
          orEmpty(suffix),
          orEmpty(part),
          Objects.requireNonNullElse(to, ""),
          orEmpty(after),
          orEmpty(family),
          orEmpty(owner));
    }

    private static List<String> orEmpty(@Nullable List<String> list) {
      return list == null ? List.of() : list;
    }
  }
}
