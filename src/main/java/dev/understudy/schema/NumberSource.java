package dev.understudy.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Numbers within a schema's bounds: multiples of a step, which is {@code multipleOf}, 1 for
 * integers, or fine enough for the bounds. Exact. For one thread.
 */
final class NumberSource {

  /** How many steps a value is at most from the bound that is given, where no other is. */
  private static final BigDecimal REACH = BigDecimal.valueOf(100);

  private static final MathContext ROUGH = new MathContext(20);

  private final ObjectNode schema;
  private final BigDecimal step;
  private final @Nullable BigInteger low;
  private final @Nullable BigInteger high;

  private NumberSource(ObjectNode schema, boolean integer) {
    this.schema = schema;
    BigDecimal multiple = positive("multipleOf");
    if (multiple == null) {
      step = integer ? BigDecimal.ONE : fineStep();
    } else {
      step = integer ? wholeMultiple(multiple) : multiple;
    }
    low =
        highest(
            first("minimum", RoundingMode.CEILING, 0),
            first("exclusiveMinimum", RoundingMode.FLOOR, 1));
    high =
        lowest(
            first("maximum", RoundingMode.FLOOR, 0),
            first("exclusiveMaximum", RoundingMode.CEILING, -1));
    if (low != null && high != null && low.compareTo(high) > 0) {
      throw Unmet.somewhere("minimum, maximum and multipleOf leave no number: " + bounds());
    }
  }

  static NumberSource of(ObjectNode schema, boolean integer) {
    return new NumberSource(schema, integer);
  }

  /**
   * A number.
   *
   * @param usual where it is most plausible, if the schema allows; null where nothing is
   */
  JsonNode draw(RandomGenerator random, ValueWords.@Nullable Range usual) {
    BigDecimal from = usual == null ? BigDecimal.ONE : usual.low();
    BigDecimal to = usual == null ? REACH.multiply(step.max(BigDecimal.ONE)) : usual.high();
    BigInteger first = index(from, RoundingMode.CEILING);
    BigInteger last = index(to, RoundingMode.FLOOR).max(first);
    BigInteger reach = REACH.toBigInteger();
    if (low != null && low.compareTo(last) > 0) {
      first = low;
      last = low.add(reach);
    } else if (high != null && high.compareTo(first) < 0) {
      first = high.subtract(reach);
      last = high;
    }
    if (usual == null && low != null && high != null && high.compareTo(low.add(reach)) <= 0) {
      first = low;
      last = high;
    }
    first = low == null ? first : first.max(low);
    last = high == null ? last : last.min(high);
    BigDecimal span = new BigDecimal(last.subtract(first).add(BigInteger.ONE));
    BigInteger drawn = span.multiply(BigDecimal.valueOf(random.nextDouble())).toBigInteger();
    return node(step.multiply(new BigDecimal(first.add(drawn))));
  }

  /** The number, if the bounds and the step allow it, else null. */
  @Nullable JsonNode accept(String number) {
    BigDecimal wanted = new BigDecimal(number);
    BigInteger index = index(wanted, RoundingMode.FLOOR);
    boolean fits =
        step.multiply(new BigDecimal(index)).compareTo(wanted) == 0
            && (low == null || index.compareTo(low) >= 0)
            && (high == null || index.compareTo(high) <= 0);
    return fits ? node(wanted) : null;
  }

  /** A number as the shortest node: whole where it is whole. */
  static JsonNode node(BigDecimal number) {
    BigDecimal plain = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    if (plain.scale() > 0) {
      return JsonNodeFactory.instance.numberNode(plain);
    }
    BigInteger whole = plain.toBigIntegerExact();
    return whole.bitLength() < Integer.SIZE
        ? JsonNodeFactory.instance.numberNode(whole.intValueExact())
        : whole.bitLength() < Long.SIZE
            ? JsonNodeFactory.instance.numberNode(whole.longValueExact())
            : JsonNodeFactory.instance.numberNode(whole);
  }

  private @Nullable BigDecimal number(String keyword) {
    JsonNode node = schema.path(keyword);
    return node.isNumber() ? node.decimalValue() : null;
  }

  private @Nullable BigDecimal positive(String keyword) {
    BigDecimal number = number(keyword);
    return number == null || number.signum() <= 0 ? null : number;
  }

  /** Hundredths, or finer where the bounds are nearer to each other. */
  private BigDecimal fineStep() {
    BigDecimal from = number(schema.has("minimum") ? "minimum" : "exclusiveMinimum");
    BigDecimal to = number(schema.has("maximum") ? "maximum" : "exclusiveMaximum");
    int scale = 2;
    if (from != null && to != null && to.compareTo(from) > 0) {
      BigDecimal span = to.subtract(from).round(ROUGH);
      scale = Math.max(scale, span.scale() - span.precision() + 3);
    }
    if (from != null && to != null && from.compareTo(to) == 0) {
      scale = Math.max(scale, from.scale());
    }
    return BigDecimal.ONE.movePointLeft(scale);
  }

  /** The smallest whole number that is a multiple: of 0.4 it is 2. */
  private static BigDecimal wholeMultiple(BigDecimal multiple) {
    BigInteger numerator = multiple.setScale(Math.max(0, multiple.scale())).unscaledValue();
    BigInteger denominator = BigInteger.TEN.pow(Math.max(0, multiple.scale()));
    return new BigDecimal(numerator.divide(numerator.gcd(denominator)));
  }

  private @Nullable BigInteger first(String keyword, RoundingMode rounding, int beyond) {
    BigDecimal bound = number(keyword);
    return bound == null ? null : index(bound, rounding).add(BigInteger.valueOf(beyond));
  }

  private BigInteger index(BigDecimal number, RoundingMode rounding) {
    return number.divide(step, 0, rounding).toBigInteger();
  }

  private static @Nullable BigInteger highest(@Nullable BigInteger a, @Nullable BigInteger b) {
    return a == null || (b != null && b.compareTo(a) > 0) ? b : a;
  }

  private static @Nullable BigInteger lowest(@Nullable BigInteger a, @Nullable BigInteger b) {
    return a == null || (b != null && b.compareTo(a) < 0) ? b : a;
  }

  private String bounds() {
    return schema
        .deepCopy()
        .retain("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
        .toString();
  }
}
