package dev.understudy.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The hash of what a request asks for, whatever the order of its keys, its white space or the
 * spelling of its numbers. Left out at the top level: what only says how the answer travels or whom
 * it is for (stream, stream_options, user, metadata), and the seed, which {@link Seeds} takes on
 * its own; so a seed that was drawn for a body without one, sent along, gives the same answer
 * again.
 */
public final class CanonicalBody {

  private static final Set<String> LEFT_OUT =
      Set.of("stream", "stream_options", "user", "metadata", "seed");

  private static final JsonMapper MAPPER = new JsonMapper();

  private static final int LONGEST_MARK = "[2147483647:".length();

  private final MessageDigest digest = Sha256.digest();
  private final byte[] mark = new byte[LONGEST_MARK];

  private CanonicalBody() {}

  /** The hash of a parsed body: 64 hexadecimal digits. */
  public static String hash(JsonNode body) {
    CanonicalBody canonical = new CanonicalBody();
    canonical.add(body, LEFT_OUT);
    return HexFormat.of().formatHex(canonical.digest.digest());
  }

  /** The hash of a body of maps, lists, strings, numbers, booleans and nulls. */
  public static String hash(Map<String, ?> body) {
    return hash(MAPPER.<JsonNode>valueToTree(body));
  }

  /** Each value is its kind, its length and its content, so that no two bodies run together. */
  private void add(JsonNode node, Set<String> leftOut) {
    switch (node.getNodeType()) {
      case OBJECT -> addObject(node, leftOut);
      case ARRAY -> {
        add('[', Integer.toString(node.size()));
        node.forEach(item -> add(item, Set.of()));
      }
      case NUMBER -> add('n', number(node));
      case STRING -> add('s', node.textValue());
      default -> add('l', node.asText());
    }
  }

  private void addObject(JsonNode node, Set<String> leftOut) {
    List<Map.Entry<String, JsonNode>> fields = new ArrayList<>(node.properties());
    fields.removeIf(field -> leftOut.contains(field.getKey()));
    fields.sort(Map.Entry.comparingByKey());
    add('{', Integer.toString(fields.size()));
    for (Map.Entry<String, JsonNode> field : fields) {
      add('s', field.getKey());
      add(field.getValue(), Set.of());
    }
  }

  private void add(char kind, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    mark(kind, bytes.length);
    digest.update(bytes);
  }

  /** The kind, the length in decimal digits and a colon, written from the end. */
  private void mark(char kind, int length) {
    int at = LONGEST_MARK;
    mark[--at] = ':';
    int left = length;
    do {
      mark[--at] = (byte) ('0' + left % 10);
      left /= 10;
    } while (left > 0);
    mark[--at] = (byte) kind;
    digest.update(mark, at, LONGEST_MARK - at);
  }

  private static String number(JsonNode node) {
    return node.isFloatingPointNumber() && !Double.isFinite(node.doubleValue())
        ? node.asText()
        : node.decimalValue().stripTrailingZeros().toString();
  }
}
