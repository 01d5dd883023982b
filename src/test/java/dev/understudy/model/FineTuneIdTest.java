package dev.understudy.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.model.FineTuneId.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FineTuneIdTest {

  @Test
  void ft_withoutSuffix() {
    assertThat(FineTuneId.parse("ft:gpt-4o-mini-2024-07-18:acme::7p4lURel"))
        .isEqualTo(
            new FineTuneId(Kind.FINE_TUNE, "gpt-4o-mini-2024-07-18", "acme", null, "7p4lURel"));
  }

  @Test
  void ft_withSuffix() {
    assertThat(FineTuneId.parse("ft:gpt-4o-mini:acme:support:7p4lURel"))
        .isEqualTo(new FineTuneId(Kind.FINE_TUNE, "gpt-4o-mini", "acme", "support", "7p4lURel"));
  }

  @Test
  void ft_baseWithColonAndOwner() {
    assertThat(FineTuneId.parse("ft:openai/gpt-oss:20b:acme:support:j1"))
        .isEqualTo(new FineTuneId(Kind.FINE_TUNE, "openai/gpt-oss:20b", "acme", "support", "j1"));
    assertThat(FineTuneId.parse("ft:gpt-oss:20b:acme::j1"))
        .isEqualTo(new FineTuneId(Kind.FINE_TUNE, "gpt-oss:20b", "acme", null, "j1"));
  }

  @ParameterizedTest
  @CsvSource({
    "lora:llama-3-8b:sql, llama-3-8b, sql",
    "LoRA:llama-3-8b:sql, llama-3-8b, sql",
    "lora:gpt-oss:20b:sql, gpt-oss:20b, sql",
    "llama-3-8b-lora-sql, llama-3-8b, sql",
    "llama_3_8b_lora_sql, llama_3_8b, sql",
    "Llama-3-8B-LoRA-sql-v2, Llama-3-8B, sql-v2",
    "meta-llama/Llama-3.1-8B-Instruct-lora-x, meta-llama/Llama-3.1-8B-Instruct, x",
    "acme/mistral-7b-lora-x, acme/mistral-7b, x",
    "base-lora-a-lora-b, base, a-lora-b",
  })
  void lora_forms(String id, String base, String name) {
    assertThat(FineTuneId.parse(id)).isEqualTo(new FineTuneId(Kind.LORA, base, null, name, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exploraLora",
        "explora-lorax",
        "lorax-7b",
        "flora-lor-2",
        "lora",
        "lora:",
        "lora::x",
        "lora:base",
        "lora:base:",
        "-lora-",
        "base-lora-",
        "lora-x",
        "ft",
        "ft:",
        "ft:base",
        "ft:base:org",
        "ft::org:suffix:job",
        "ft:base:org:suffix:",
        "left:base:org::job",
        "gpt-4o-mini",
      })
  void otherIds_areNoFineTunes(String id) {
    assertThat(FineTuneId.parse(id)).isNull();
  }
}
