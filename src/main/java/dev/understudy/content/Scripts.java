package dev.understudy.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.json.Fields;
import dev.understudy.json.Glob;
import dev.understudy.json.YamlFile;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.Faults;
import dev.understudy.model.UnderstudyException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * The scripts of {@code conf/scripts.yaml}, in order; the first one that has an answer gives it.
 * Immutable.
 */
public final class Scripts {

  /** No scripts. */
  public static final Scripts NONE = new Scripts(List.of());

  private static final int MOST_SCRIPTS = 10_000;

  private final List<Script> scripts;

  private Scripts(List<Script> scripts) {
    this.scripts = List.copyOf(scripts);
  }

  /**
   * The scripts of a file.
   *
   * @param file what messages call it
   * @throws UnderstudyException INTERNAL, naming file, script and field of every fault
   */
  public static Scripts read(String file, byte[] yaml) {
    return YamlFile.read(
        file,
        yaml,
        fields ->
            new Scripts(distinct(fields.faults(), fields.objects("scripts", Scripts::script))));
  }

  private static List<Script> distinct(Faults faults, List<Script> scripts) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < scripts.size(); i++) {
      String name = scripts.get(i).name();
      faults.require(names.add(name), "scripts[" + i + "].name", name, "a name of its own");
    }
    faults.require(
        scripts.size() <= MOST_SCRIPTS, "scripts", scripts.size(), "at most " + MOST_SCRIPTS);
    return scripts;
  }

  /**
   * What is answered; null when no script says.
   *
   * @throws UnderstudyException INVALID_REQUEST when a script is exhausted that ends in an error
   */
  Script.@Nullable Turn answer(String model, Task task) {
    for (Script script : scripts) {
      int turn = script.turnOf(model, task);
      Script.Turn answer = turn < 0 ? null : answer(script, turn);
      if (answer != null) {
        return answer;
      }
    }
    return null;
  }

  private static Script.@Nullable Turn answer(Script script, int turn) {
    List<Script.Turn> turns = script.turns();
    if (turn < turns.size()) {
      return turns.get(turn);
    }
    return switch (script.onExhausted()) {
      case GENERATE -> null;
      case REPEAT -> turns.get(turns.size() - 1);
      case LOOP -> turns.get(turn % turns.size());
      case ERROR ->
          throw new UnderstudyException(
              ErrorCode.INVALID_REQUEST,
              "messages: turn %d of the script %s (expected: at most %d turns)"
                  .formatted(turn + 1, script.name(), turns.size()),
              "messages");
    };
  }

  private static @Nullable Script script(Fields fields) {
    String name = fields.text("name");
    Script.When when = fields.object("when", Scripts::when);
    List<Script.Turn> turns = fields.objects("turns", Scripts::turn);
    Faults faults = fields.faults();
    faults.require(fields.get("name") != null, "name", null, "a name");
    faults.require(fields.get("when") != null, "when", null, "where it begins; {} for everywhere");
    faults.require(fields.get("turns") != null, "turns", null, "at least one turn");
    faults.require(
        fields.get("turns") == null || !fields.get("turns").isEmpty(),
        "turns",
        "[]",
        "at least one turn");
    Script.OnExhausted exhausted = fields.named("on_exhausted", Script.OnExhausted.class);
    return name == null || when == null || turns.isEmpty()
        ? null
        : new Script(
            name, when, turns, Objects.requireNonNullElse(exhausted, Script.OnExhausted.GENERATE));
  }

  private static Script.When when(Fields fields) {
    String model = fields.text("model");
    return new Script.When(
        model == null ? null : Glob.of(model),
        pattern(fields, "user"),
        pattern(fields, "result"),
        fields.text("tool"));
  }

  private static @Nullable Pattern pattern(Fields fields, String name) {
    String regex = fields.text(name);
    if (regex == null) {
      return null;
    }
    try {
      return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    } catch (PatternSyntaxException e) {
      fields.faults().add(name, regex, "a regular expression: " + e.getDescription());
      return null;
    }
  }

  private static Script.Turn turn(Fields fields) {
    String text = fields.text("text");
    List<Script.Call> calls = fields.list("calls", (path, value) -> call(fields, path, value));
    fields
        .faults()
        .require(text != null || fields.get("calls") != null, "", "{}", "a text, calls, or both");
    return new Script.Turn(Objects.requireNonNullElse(text, ""), calls);
  }

  /** A call is an object of one field: the tool's name and its arguments. */
  private static Script.@Nullable Call call(Fields fields, String path, JsonNode value) {
    if (!(value instanceof ObjectNode object)
        || object.size() != 1
        || !(object.elements().next() instanceof ObjectNode arguments)) {
      fields
          .faults()
          .add(path, value, "the tool's name and its arguments, as {get_weather: {city: Paris}}");
      return null;
    }
    return new Script.Call(object.fieldNames().next(), arguments);
  }
}
