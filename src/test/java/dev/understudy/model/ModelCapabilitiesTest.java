package dev.understudy.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelCapabilitiesTest {

  private static final MoEConfig CONFIG = new MoEConfig(100L, 10L, 8, 2, MoEArchitecture.SPARSE);

  @ParameterizedTest
  @EnumSource(Capability.class)
  void get_hasThreeStates(Capability capability) {
    ModelCapabilities unknown = ModelCapabilities.UNKNOWN;
    assertState(unknown, capability, false, false);
    ModelCapabilities yes = unknown.with(capability, true);
    assertState(yes, capability, true, false);
    ModelCapabilities no = yes.with(capability, false);
    assertState(no, capability, false, true);
    assertThat(no.with(capability, null)).isEqualTo(unknown);
  }

  private static void assertState(
      ModelCapabilities capabilities, Capability capability, boolean can, boolean cannot) {
    assertThat(capabilities.can(capability)).isEqualTo(can);
    assertThat(capabilities.cannot(capability)).isEqualTo(cannot);
    assertThat(capabilities.isUnknown(capability)).isEqualTo(!can && !cannot);
    assertThat(capabilities.get(capability)).isEqualTo((can || cannot) ? can : null);
    assertThat(capabilities.can()).isEqualTo(can ? List.of(capability) : List.of());
    assertThat(capabilities.cannot()).isEqualTo(cannot ? List.of(capability) : List.of());
  }

  @Test
  void of_bothTrueAndFalse_isRefusedForEach() {
    List<Capability> both = List.of(Capability.CHAT, Capability.SPEECH);
    assertThatThrownBy(() -> ModelCapabilities.of(both, both))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContainingAll("chat: ", "speech: ", "one of the two");
  }

  @Test
  void with_one_leavesTheOthers() {
    ModelCapabilities base =
        ModelCapabilities.of(
            List.of(Capability.CHAT, Capability.STREAMING), List.of(Capability.VISION));
    assertThat(base.with(Capability.CHAT, null))
        .isEqualTo(ModelCapabilities.of(List.of(Capability.STREAMING), List.of(Capability.VISION)))
        .isNotEqualTo(base);
  }

  @Test
  void moeConfig_given_makesMoeTrue() {
    ModelCapabilities moe = ModelCapabilities.UNKNOWN.withMoeConfig(CONFIG);
    assertThat(moe.can(Capability.MOE)).isTrue();
    assertThat(moe.moeConfig()).isEqualTo(CONFIG);
  }

  @Test
  void moe_withoutConfig_isFine() {
    ModelCapabilities moe = ModelCapabilities.UNKNOWN.with(Capability.MOE, true);
    assertThat(moe.moeConfig()).isNull();
    assertThat(moe.withMoeConfig(null)).isEqualTo(moe);
  }

  @Test
  void moeConfig_whereMoeIsFalse_isRefused() {
    ModelCapabilities dense = ModelCapabilities.UNKNOWN.with(Capability.MOE, false);
    assertThatThrownBy(() -> dense.withMoeConfig(CONFIG))
        .hasMessage("moe: false (expected: true, as moe_config is given)");
  }

  @Test
  void with_moeNoLongerTrue_dropsItsConfig() {
    ModelCapabilities moe = ModelCapabilities.UNKNOWN.withMoeConfig(CONFIG);
    assertThat(moe.with(Capability.MOE, false).moeConfig()).isNull();
    assertThat(moe.with(Capability.MOE, null)).isEqualTo(ModelCapabilities.UNKNOWN);
    assertThat(moe.with(Capability.CHAT, false).moeConfig()).isEqualTo(CONFIG);
  }

  @Test
  void equals_countsConfigAndBothSets() {
    ModelCapabilities chat = ModelCapabilities.of(List.of(Capability.CHAT), List.of());
    ModelCapabilities noChat = ModelCapabilities.of(List.of(), List.of(Capability.CHAT));
    assertThat(chat).isNotEqualTo(noChat).hasSameHashCodeAs(noChat.with(Capability.CHAT, true));
    assertThat(chat.withMoeConfig(CONFIG)).isNotEqualTo(chat.with(Capability.MOE, true));
    assertThat(Objects.toString(noChat)).contains("cannot=[CHAT]");
  }
}
