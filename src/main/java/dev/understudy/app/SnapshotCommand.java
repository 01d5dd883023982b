package dev.understudy.app;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import dev.understudy.store.SnapshotFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;

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
final class SnapshotCommand extends SnapshotWork {

  @Override
  String run(Path file) throws IOException, InterruptedException, TimeoutException {
    String text = isOfRunningServer() ? get() : kept();
    try {
      SnapshotFile.save(file, text);
    } catch (FileSystemException e) {
      throw new UnderstudyException(
          ErrorCode.INVALID_REQUEST,
          file
              + ": cannot be written (expected: a file in a folder that is there, both this user's)",
          null);
    }
    return "snapshot written to " + file + ", " + Files.size(file) + " bytes";
  }
}
