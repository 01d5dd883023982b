package dev.understudy.clients;

import java.util.List;
import java.util.stream.Collectors;

/** One Java source of all blocks of a page: imports, types, and each block a method. */
final class JavaBlocks {

  private JavaBlocks() {}

  static String source(String types, String setup, List<Block> blocks) {
    StringBuilder source = new StringBuilder(lines(setup, true));
    source.append("public class Blocks {\n").append(types);
    for (int i = 0; i < blocks.size(); i++) {
      source
          .append("static void block%02d() throws Exception {\n".formatted(i))
          .append(lines(setup, false))
          .append(blocks.get(i).code())
          .append("}\n");
    }
    source.append("public static void main(String[] args) {\n");
    for (int i = 0; i < blocks.size(); i++) {
      source.append("run(\"%1$02d\", Blocks::block%1$02d);\n".formatted(i));
    }
    return source.append("System.exit(0);\n}\n").append(RUN).append("}\n").toString();
  }

  private static final String RUN =
      """
      interface Code { void run() throws Exception; }
      static void run(String block, Code code) {
        try {
          code.run();
          System.out.println("@@ " + block + " ok");
        } catch (Throwable failure) {
          failure.printStackTrace();
          String why = failure.toString().replaceAll("\\\\s+", " ");
          System.out.println("@@ " + block + " FAIL: " + why);
        }
      }
      """;

  private static String lines(String setup, boolean imports) {
    return setup
        .lines()
        .filter(line -> line.startsWith("import ") == imports)
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
