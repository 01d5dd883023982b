package dev.understudy.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.json.Fields;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.Fault;
import dev.understudy.model.Faults;
import dev.understudy.model.UnderstudyException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The faults that one request asks for. Immutable.
 *
 * @param specs its own, first those that come first
 * @param exempt whether rules and scenarios are to leave it alone
 */
public record AskedFaults(List<FaultSpec> specs, boolean exempt) {

  /** The request header that asks for faults, and the answer's that names what was injected. */
  public static final String HEADER = "understudy-fault";

  /** Nothing asked for. */
  public static final AskedFaults NONE = new AskedFaults(List.of(), false);

  private static final AskedFaults EXEMPT = new AskedFaults(List.of(), true);
  private static final int MOST = 16;
  private static final String SHAPE =
      "keys and values as in status=429;rate=0.3;retry_after=2s, several faults with a comma"
          + " between them, or none";

  /** Copies the list. */
  public AskedFaults {
    specs = List.copyOf(specs);
  }

  /** Both, these first. */
  public AskedFaults and(AskedFaults others) {
    if (others.specs.isEmpty() && !others.exempt) {
      return this;
    }
    List<FaultSpec> all = new ArrayList<>(specs);
    all.addAll(others.specs);
    return new AskedFaults(all, exempt || others.exempt);
  }

  /**
   * Reads the header: {@code status=429;rate=0.3;retry_after=2s}, several with commas between them;
   * {@code none} keeps rules and scenarios away.
   *
   * @param values of the header, as often as it is there
   * @throws UnderstudyException INVALID_REQUEST, saying what was expected
   */
  public static AskedFaults ofHeader(List<String> values) {
    if (values.isEmpty()) {
      return NONE;
    }
    String header = String.join(",", values);
    if (header.strip().equals("none")) {
      return EXEMPT;
    }
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (String fault : header.split(",", -1)) {
      list.add(keys(header, fault));
    }
    ObjectNode whole = JsonNodeFactory.instance.objectNode().set(HEADER, list);
    return read(whole, HEADER, FaultSource.HEADER, "");
  }

  private static ObjectNode keys(String header, String fault) {
    ObjectNode keys = JsonNodeFactory.instance.objectNode();
    for (String part : fault.split(";", -1)) {
      int equals = part.indexOf('=');
      String key = equals < 0 ? "" : part.substring(0, equals).strip();
      if (key.isEmpty() || keys.has(key)) {
        throw UnderstudyException.invalid(HEADER, header, SHAPE + "; each key once");
      }
      keys.put(key, part.substring(equals + 1).strip());
    }
    return keys;
  }

  /**
   * Reads the field {@code simulation.fault} of a body, whatever else is in it: a fault as an
   * object, or an array of them.
   *
   * @throws UnderstudyException the first one's code, with all that is wrong
   */
  public static AskedFaults ofBody(ObjectNode body) {
    JsonNode simulation = body.get("simulation");
    return simulation instanceof ObjectNode settings && settings.hasNonNull("fault")
        ? read(settings, "fault", FaultSource.BODY, "simulation")
        : NONE;
  }

  private static AskedFaults read(ObjectNode from, String key, FaultSource source, String prefix) {
    Faults own = new Faults();
    List<FaultSpec> specs =
        FaultReader.readAll(new Fields(from, own), key, source, source.jsonName(), MOST);
    if (own.none()) {
      return new AskedFaults(specs, false);
    }
    List<Fault> faults = own.list().stream().map(fault -> fault.under(prefix)).toList();
    String all = faults.stream().map(Fault::message).collect(Collectors.joining("; "));
    Fault first = faults.get(0);
    throw source == FaultSource.HEADER
        ? new UnderstudyException(ErrorCode.INVALID_REQUEST, all, HEADER)
        : new UnderstudyException(first.code(), all, first.path());
  }
}
