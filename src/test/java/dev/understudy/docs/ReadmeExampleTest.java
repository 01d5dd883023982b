package dev.understudy.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.TestServer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs the event-bus example of README.md, which has its output. */
class ReadmeExampleTest {

  @RegisterExtension static final TestServer SERVER = new TestServer();

  @Test
  void narrator_says_what_the_readme_shows() throws Exception {
    List<String> said = new CopyOnWriteArrayList<>();

    SERVER.vertx().deployVerticle(new Narrator(said::add)).await(30, TimeUnit.SECONDS);

    assertThat(said.get(0)).startsWith("cheap eyes: [");
    assertThat(said.get(1)).isEqualTo("openai/gpt-oss-120b: 131072 tokens");
    assertThat(said.subList(2, said.size() - 1)).hasSize(10);
    assertThat(said).last().isEqualTo("ended: length");
    String told = String.join("", said.subList(2, said.size() - 1));
    assertThat(Documents.read("README.md")).contains(told).contains(said.get(1));
  }
}
