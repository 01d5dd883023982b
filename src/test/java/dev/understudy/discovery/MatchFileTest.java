package dev.understudy.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MatchFileTest {

  private static final List<LearnedMatch> MATCHES =
      List.of(
          new LearnedMatch("Z\u00e9 \"\ud83d\ude00\"", "a/b", 3, 2, 1, 0.1, 1_700_000_000_000L),
          new LearnedMatch("q", "m", 0, 0, 9, -2.5, 0));

  @TempDir private Path folder;
  private Path path;
  private MatchFile file;

  @BeforeEach
  void file() {
    path = folder.resolve("new/matches.json");
    file = new MatchFile(path);
  }

  @Test
  void write_isReadBack_andLeavesNothingElse() throws IOException {
    assertThat(file.read()).isEmpty();
    file.write(List.of());
    file.write(MATCHES);
    assertThat(file.read()).isEqualTo(MATCHES);
    try (var files = Files.list(path.getParent())) {
      assertThat(files).containsExactly(path);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{\"version\":1}",
        "{\"version\":2,\"matches\":[]}",
        "{\"version\":1,\"matches\":null}",
        "{\"version\":1,\"matches\":[null]}",
        "{\"version\":1,\"matches\":[],\"more\":1}",
        "{\"version\":1,\"matches\":[]} trailing",
        "{\"version\":1,\"matches\":[{\"query\":\"q\"}]}",
        "{\"version\":1,\"matches\":[{\"query\":null,\"model\":\"m\",\"matches\":1,\"successes\":0,"
            + "\"failures\":0,\"strength\":0,\"last_used_millis\":0}]}",
        "{\"version\":1,\"matches\":[{\"query\":\"q\",\"model\":\"m\",\"matches\":-1,"
            + "\"successes\":0,\"failures\":0,\"strength\":0,\"last_used_millis\":0}]}",
        "{\"version\":1,\"matches\":[{\"query\":\"q\",\"model\":\"m\",\"matches\":1,"
            + "\"successes\":0,\"failures\":0,\"strength\":\"NaN\",\"last_used_millis\":0}]}",
        "\0\0\0\0\0\0"
      })
  void read_damaged_saysSo_andIsSetAside(String content) throws IOException {
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
    assertThatThrownBy(file::read)
        .isInstanceOf(MatchFile.DamagedException.class)
        .hasMessageContaining(path.toString());
    Path aside = file.setAside();
    assertThat(aside).hasContent(content);
    assertThat(path).doesNotExist();
    assertThat(file.read()).isEmpty();
  }

  @Test
  void write_cutShort_isDamaged() throws IOException {
    file.write(MATCHES);
    byte[] whole = Files.readAllBytes(path);
    Files.write(path, java.util.Arrays.copyOf(whole, whole.length - 3));
    assertThatThrownBy(file::read).isInstanceOf(MatchFile.DamagedException.class);
  }
}
