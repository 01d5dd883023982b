package dev.understudy.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameRulesTest {

  private static NameRules rules(String... lines) {
    String yaml =
        "owners:\n  - [acme, acme-ai]\n  - [best]\nrules:\n"
            + String.join("", List.of(lines).stream().map(line -> "  - " + line + "\n").toList());
    return NameRulesFile.read("test.yaml", yaml.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> left(NameRules rules, String name) {
    return rules.rewrites(NameParser.parse(name)).stream().map(r -> r.name().text()).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "bedrock/us.anthropic.claude-x-v1:0, anthropic/claude-x",
    "us-gov.meta.llama3-x-v1:0, meta/llama3-x",
    "databricks-gpt-x, gpt-x",
    "together_ai/foo-Turbo, foo",
    "GPT-x:FREE, GPT-x",
    "@cf/meta/foo-fast, meta/foo",
    "openai-foo, openai/foo",
    "deepseek/deepseek-chat-v9.1, deepseek/deepseek-v9.1",
  })
  void rewrites_nameThatAHostUses_endsInThePlainOne(String name, String plain) {
    assertThat(left(NameRules.standard(), name)).contains(plain);
  }

  @ParameterizedTest
  @CsvSource({"foo-turbo", "foo-fast", "gpt-4o", "free", "us.nobody.foo", "xbedrock/foo"})
  void rewrites_nameThatNoRuleFits_areNone(String name) {
    assertThat(left(NameRules.standard(), name)).isEmpty();
  }

  @Test
  void rewrites_severalRules_theMostSpecificFirst() {
    NameRules rules =
        rules(
            "{name: any, kind: host, prefix: 'h-*-'}",
            "{name: one, kind: host, prefix: h-special-, to: s-}");
    assertThat(left(rules, "h-special-foo")).containsExactly("s-foo");
    assertThat(left(rules, "h-other-foo")).containsExactly("foo");
  }

  @Test
  void rewrites_owner_isRequiredOfTheModel() {
    NameRules rules = rules("{name: dot, kind: host, prefix: '{owner}.', to: '{owner}/'}");
    List<Rewrite> rewrites = rules.rewrites(NameParser.parse("acme-ai.foo"));
    assertThat(rewrites).singleElement().extracting(Rewrite::owner).isEqualTo("acme-ai");
    assertThat(rules.owners().canonical("ACME_AI")).isEqualTo("acme");
  }

  @Test
  void read_rulesThatFitOneName_isAFaultNamingFileRuleAndField() {
    assertThatThrownBy(
            () ->
                rules(
                    "{name: one, kind: host, suffix: '-v#:#'}",
                    "{name: two, kind: host, suffix: '-v1#:'}",
                    "{name: three, kind: tag, suffix: '-v#:#'}"))
        .hasMessageContaining("test.yaml: ")
        .hasMessageContaining("rules[2] (three).suffix: -v#:#")
        .hasMessageContaining("rules[0] (one).suffix");
  }

  @Test
  void read_rulesOfDifferentScope_doNotOverlap() {
    NameRules rules =
        rules(
            "{name: one, kind: host, suffix: -fast, family: foo}",
            "{name: two, kind: host, suffix: -fast, to: -quick, family: bar}");
    assertThat(left(rules, "foo-1-fast")).containsExactly("foo-1");
    assertThat(left(rules, "bar-1-fast")).containsExactly("bar-1-quick");
    assertThat(left(rules, "baz-1-fast")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{kind: host, prefix: a/} | rules[0].name",
        "{name: x, kind: hosts, prefix: a/} | rules[0] (x).kind: hosts",
        "{name: x, kind: host} | rules[0] (x)",
        "{name: x, kind: host, prefix: a/, suffix: -b} | one of prefix, suffix and part",
        "{name: x, kind: host, prefix: '*#/'} | rules[0] (x).prefix: *#/",
        "{name: x, kind: host, prefix: a/, after: y} | rules[0] (x).after: y",
        "{name: x, kind: host, prefix: a/, colour: red} | colour",
      })
  void read_badRule_isAFaultNamingIt(String rule, String named) {
    assertThatThrownBy(() -> rules(rule))
        .hasMessageContaining("test.yaml")
        .hasMessageContaining(named);
  }

  @Test
  void load_file_addsRules(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("rules.yaml");
    Files.writeString(
        file,
        Files.readString(Path.of("conf", "name-rules.yaml"))
            + "  - {name: mine, kind: host, prefix: my-host-}\n");
    assertThat(left(NameRules.load(file), "my-host-gpt-4o")).contains("gpt-4o");
    assertThat(left(NameRules.standard(), "my-host-gpt-4o")).isEmpty();
    assertThatThrownBy(() -> NameRules.load(folder.resolve("none.yaml")))
        .hasMessageContaining("none.yaml");
  }
}
