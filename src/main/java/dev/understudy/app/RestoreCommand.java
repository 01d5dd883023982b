package dev.understudy.app;

import dev.understudy.registry.RegistryWrite;
import dev.understudy.store.SnapshotFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;

/** The command {@code restore}. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Makes a registry what it was when a snapshot was written, as one revision.",
    footer = {
      "",
      "Examples:",
      "  scripts/run restore models.snapshot --data .data",
      "  scripts/run restore models.snapshot --url http://127.0.0.1:8000"
    })
final class RestoreCommand extends SnapshotWork {

  @Override
  String run(Path file) throws IOException, InterruptedException, TimeoutException {
    String text = Files.readString(file);
    if (isOfRunningServer()) {
      return "restored: " + put(text);
    }
    SnapshotFile.read(text); // before a store is made for it
    RegistryWrite write = withServer(server -> server.loadFromFile(file));
    return "restored: revision " + write.revision() + ", changes " + write.changes().size();
  }
}
