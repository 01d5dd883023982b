package dev.understudy.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is sent to what is not of the public internet, unless it is allowed. */
class AddressRulesTest {

  private static final AddressRules RULES = new AddressRules("some.allow", List.of());

  /** None of these is looked up: all are addresses. */
  private static InetAddress address(String literal) throws UnknownHostException {
    return InetAddress.getByName(literal);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, loopback",
    "127.255.0.3, loopback",
    "2130706433, loopback",
    "::1, loopback",
    "::ffff:127.0.0.1, loopback",
    "::ffff:a9fe:a9fe, link-local",
    "10.0.0.1, private",
    "172.16.0.1, private",
    "172.31.255.255, private",
    "192.168.1.1, private",
    "fd00:ec2::254, private",
    "fec0::1, private",
    "169.254.169.254, link-local",
    "fe80::1, link-local",
    "100.64.0.1, shared by carriers",
    "100.100.100.200, shared by carriers",
    "168.63.129.16, a metadata service",
    "192.0.0.192, a metadata service",
    "0.0.0.0, of this network",
    "0.1.2.3, of this network",
    "::, of this network",
    "224.0.0.1, multicast",
    "ff02::1, multicast",
    "255.255.255.255, reserved",
    "198.18.0.1, reserved",
    "203.0.113.7, reserved",
    "2001:db8::1, reserved",
    "2001::1, reserved",
    "64:ff9b::7f00:1, loopback",
    "64:ff9b::a9fe:a9fe, link-local",
    "2002:a00:1::1, private",
    "::7f00:1, not a global one",
    "64:ff9b:1::1, not a global one",
    "4000::1, not a global one"
  })
  void special_isRefused(String literal, String kind) throws UnknownHostException {
    assertThat(RULES.refusal("hook.example", address(literal)))
        .contains("hook.example is at ", "which is " + kind, "some.allow");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8",
        "1.1.1.1",
        "172.15.255.255",
        "172.32.0.1",
        "100.63.255.255",
        "100.128.0.1",
        "192.0.1.1",
        "223.255.255.255",
        "2606:4700::1111",
        "64:ff9b::808:808",
        "2002:808:808::1"
      })
  void public_isNot(String literal) throws UnknownHostException {
    assertThat(RULES.refusal("hook.example", address(literal))).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10.0.0.0/33", "10.0.0.999", "10.0.0.0/", "fd00::/129", "a b", "http://a"})
  void whatIsNoAddressAndNoHost_isRefused(String allowed) {
    assertThatThrownBy(() -> new AddressRules("some.allow", List.of(allowed)))
        .hasMessageStartingWith("some.allow: " + allowed + " (expected: an address, a block");
  }

  @Test
  void whatIsAllowed_isNot() throws UnknownHostException {
    AddressRules rules =
        new AddressRules(
            "some.allow", List.of("10.1.0.0/16", "192.168.0.7", "fd00::/8", "Inner.Example"));

    assertThat(rules.refusal("a", address("10.1.2.3"))).isNull();
    assertThat(rules.refusal("a", address("10.2.0.1"))).isNotNull();
    assertThat(rules.refusal("a", address("192.168.0.7"))).isNull();
    assertThat(rules.refusal("a", address("192.168.0.8"))).isNotNull();
    assertThat(rules.refusal("a", address("fd12::1"))).isNull();
    assertThat(rules.refusal("inner.example", address("10.9.9.9"))).isNull();
    assertThat(rules.refusal("sub.inner.example", address("10.9.9.9"))).isNotNull();
  }
}
