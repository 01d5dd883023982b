package dev.understudy.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page of one client. A block whose fence says nothing but a language is only shown.
 *
 * @param client its name, that of the file
 * @param blocks what is run, in order
 */
record Page(String client, List<Block> blocks) {

  private static final Pattern FENCE =
      Pattern.compile("^```(\\w+) ([^\\n]+)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Set<String> ROLES = Set.of("server", "install", "serve", "types", "setup");

  static Page read(Path file) throws IOException {
    List<Block> blocks = new ArrayList<>();
    Matcher fence = FENCE.matcher(Files.readString(file));
    while (fence.find()) {
      blocks.add(new Block(fence.group(1), fence.group(2).strip(), fence.group(3)));
    }
    Page page = new Page(file.getFileName().toString().replace(".md", ""), blocks);
    for (Block block : page.features()) {
      if (!Features.ALL.contains(Features.of(block))) {
        throw new IllegalArgumentException(
            file
                + ": ```"
                + block.language()
                + " "
                + block.role()
                + " (expected: one of "
                + Features.ALL
                + ", "
                + ROLES
                + " or file NAME)");
      }
    }
    return page;
  }

  /** The blocks that show a feature. */
  List<Block> features() {
    return blocks.stream()
        .filter(block -> !ROLES.contains(block.role()) && !isFile(block))
        .toList();
  }

  /** The blocks that are files for the others. */
  List<Block> files() {
    return blocks.stream().filter(Page::isFile).toList();
  }

  /** The code of a role, or nothing. */
  Optional<String> code(String role) {
    return blocks.stream().filter(b -> b.role().equals(role)).map(Block::code).findFirst();
  }

  /** What its features are written in. */
  String language() {
    return features().get(0).language();
  }

  private static boolean isFile(Block block) {
    return block.role().startsWith("file ");
  }
}
