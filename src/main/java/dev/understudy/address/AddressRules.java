package dev.understudy.address;

import dev.understudy.model.UnderstudyException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * To which addresses there are connections: those of the public internet, and what is allowed
 * beside them. What is special is as the IANA's registries of special-purpose addresses for IPv4
 * and IPv6 have it, and RFC 6890; clouds' metadata services lie in those blocks, but for Azure's.
 * Immutable; safe on any thread.
 */
public final class AddressRules {

  private static final Map<AddressBlock, String> SPECIAL = new LinkedHashMap<>();

  /** What lies in an IPv6 address and is an IPv4 address: the block, and at which byte. */
  private static final Map<AddressBlock, Integer> CARRIERS =
      Map.of(
          AddressBlock.of("64:ff9b::/96"), 12, // NAT64
          AddressBlock.of("2002::/16"), 2); // 6to4

  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,252}");

  /** An address that is written wrong, not a name. */
  private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");

  private static final AddressBlock GLOBAL = AddressBlock.of("2000::/3");
  private static final int IPV4_BYTES = 4;

  static {
    special("loopback", "127.0.0.0/8", "::1/128");
    special("private", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fec0::/10");
    special("link-local", "169.254.0.0/16", "fe80::/10");
    special("shared by carriers", "100.64.0.0/10");
    special("a metadata service", "168.63.129.16/32", "192.0.0.192/32");
    special("of this network", "0.0.0.0/8", "::/128");
    special("multicast", "224.0.0.0/4", "ff00::/8");
    special(
        "reserved",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "240.0.0.0/4",
        "2001::/23",
        "2001:db8::/32",
        "3fff::/20");
  }

  private final String setting;
  private final List<AddressBlock> allowed = new ArrayList<>();
  private final Set<String> hosts = new HashSet<>();

  /**
   * Rules that allow something more.
   *
   * @param setting the key of the configuration that says so
   * @param more blocks such as {@code 10.1.0.0/16}, addresses, or names of hosts
   * @throws UnderstudyException when one is neither
   */
  public AddressRules(String setting, Collection<String> more) {
    this.setting = setting;
    for (String each : more) {
      AddressBlock block = AddressBlock.parse(each);
      if (block != null) {
        allowed.add(block);
      } else if (HOST.matcher(each).matches() && !NUMBERS.matcher(each).matches()) {
        hosts.add(each.toLowerCase(Locale.ROOT));
      } else {
        throw UnderstudyException.invalid(
            setting, each, "an address, a block as 10.0.0.0/8, or the name of a host");
      }
    }
  }

  private static void special(String kind, String... blocks) {
    for (String block : blocks) {
      SPECIAL.put(AddressBlock.of(block), kind);
    }
  }

  /**
   * Why there is no connection to an address; null when there is.
   *
   * @param host whose address it is
   */
  @Nullable String refusal(String host, InetAddress address) {
    byte[] bytes = address.getAddress();
    if (hosts.contains(host.toLowerCase(Locale.ROOT))
        || allowed.stream().anyMatch(block -> block.contains(bytes))) {
      return null;
    }
    String kind = kind(bytes);
    return kind == null
        ? null
        : "%s is at %s, which is %s (expected: an address of the public internet, or one that %s names)"
            .formatted(host, address.getHostAddress(), kind, setting);
  }

  private static @Nullable String kind(byte[] address) {
    for (Map.Entry<AddressBlock, String> block : SPECIAL.entrySet()) {
      if (block.getKey().contains(address)) {
        return block.getValue();
      }
    }
    if (address.length == IPV4_BYTES) {
      return null;
    }
    for (Map.Entry<AddressBlock, Integer> carrier : CARRIERS.entrySet()) {
      if (carrier.getKey().contains(address)) {
        int at = carrier.getValue();
        return kind(Arrays.copyOfRange(address, at, at + IPV4_BYTES));
      }
    }
    return GLOBAL.contains(address) ? null : "not a global one";
  }
}
