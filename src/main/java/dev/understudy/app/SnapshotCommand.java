package dev.understudy.app;

import dev.understudy.store.SnapshotFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code snapshot}. */
@Command(
    name = "snapshot",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Writes all that a registry holds to one file.",
    footer = {
      "",
      "Examples:",
      "  scripts/run snapshot models.snapshot --data .data",
      "  scripts/run snapshot models.snapshot --url http://127.0.0.1:8000"
    })
final class SnapshotCommand implements Callable<Integer> {

  private static final int FAILED = 1;

  @Parameters(index = "0", paramLabel = "FILE", description = "The snapshot.")
  private @Nullable Path given;

  @Mixin private SnapshotExchange exchange = new SnapshotExchange();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    try {
      spec.commandLine().getOut().println(run(Objects.requireNonNull(given)));
      spec.commandLine().getOut().flush();
      return 0;
    } catch (IOException e) {
      spec.commandLine().getErr().println("understudy snapshot: " + given + ": " + e);
    } catch (Exception e) {
      spec.commandLine().getErr().println("understudy snapshot: " + Main.reason(e));
    }
    return FAILED;
  }

  private String run(Path file) throws IOException, InterruptedException, TimeoutException {
    SnapshotFile.save(file, exchange.isOfRunningServer() ? exchange.get() : exchange.kept());
    return "snapshot written to " + file + ", " + Files.size(file) + " bytes";
  }
}
