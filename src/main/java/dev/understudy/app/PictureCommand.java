package dev.understudy.app;

import dev.understudy.catalog.CatalogException;
import dev.understudy.catalog.CatalogLoader;
import dev.understudy.fit.Form;
import dev.understudy.fit.Measured;
import dev.understudy.fit.Measurements;
import dev.understudy.fit.Panel;
import dev.understudy.fit.Picture;
import dev.understudy.fit.ResultFile;
import dev.understudy.fit.UnusableFileException;
import dev.understudy.model.Capability;
import dev.understudy.model.LatencyPreset;
import dev.understudy.model.LatencyProfile;
import dev.understudy.model.LatencyProfile.RequestFeature;
import dev.understudy.model.ModelDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code picture}: a profile of the catalog, beside what was measured. */
@Command(
    name = "picture",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Draws a model's latency, planned and measured, as SVG.",
    description = {
      "The model is one of the catalog. What is planned is that of a request of text; beside it",
      "stands what was measured, if a file of that is given."
    },
    footer = {
      "",
      "Examples:",
      "  scripts/run picture gpt-4o > gpt-4o.svg",
      "  scripts/run picture gpt-4o --measured profile_export.jsonl --out gpt-4o.svg"
    })
final class PictureCommand implements Callable<Integer> {

  private static final int FAILED = 1;

  @Parameters(index = "0", paramLabel = "MODEL", description = "Id or alias of a model.")
  private @Nullable String model;

  @Option(
      names = "--measured",
      paramLabel = "FILE",
      description = "What was measured, in any form that the command fit reads.")
  private @Nullable Path measured;

  @Option(
      names = "--format",
      paramLabel = "FORM",
      description = "${COMPLETION-CANDIDATES}; recognised by content if not given.")
  private @Nullable Form form;

  @Option(names = "--out", paramLabel = "FILE", description = "Where to write (stdout).")
  private @Nullable Path out;

  @Option(names = "--catalog", paramLabel = "DIR", description = "Folder of <provider>.json files.")
  private @Nullable Path catalog;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    try {
      String svg = svg(model(Objects.requireNonNull(model)));
      if (out == null) {
        spec.commandLine().getOut().print(svg);
        spec.commandLine().getOut().flush();
      } else {
        Files.writeString(out, svg);
      }
      return 0;
    } catch (UnusableFileException | CatalogException e) {
      spec.commandLine().getErr().println("understudy picture: " + e.getMessage());
    } catch (IOException e) {
      spec.commandLine()
          .getErr()
          .println("understudy picture: %s: cannot be written: %s".formatted(out, e));
    }
    return FAILED;
  }

  private ModelDefinition model(String name) {
    Path home = Path.of(System.getProperty("understudy.home", "")).toAbsolutePath();
    Path folder = catalog != null ? catalog : home.resolve("catalog");
    return new CatalogLoader(folder)
        .load().models().stream()
            .filter(
                one ->
                    one.id().equals(name)
                        || one.aliases().stream().anyMatch(alias -> alias.name().equals(name)))
            .findFirst()
            .orElseThrow(
                () ->
                    new UnusableFileException(
                        "MODEL: %s (expected: an id or alias of a model in %s)"
                            .formatted(name, folder)));
  }

  private String svg(ModelDefinition model) {
    LatencyProfile profile = LatencyPreset.playedFor(model);
    boolean reasons = model.capabilities().can(Capability.REASONING);
    Set<RequestFeature> features = reasons ? Set.of(RequestFeature.REASONING) : Set.of();
    Measurements beside = measured == null ? null : new ResultFile(measured, form, 1).read();
    Measured first =
        beside == null ? null : beside.ttftWithoutPrefill(profile.prefillSecondsPerToken());
    return Picture.svg(
        model.id(),
        notes(profile, beside),
        new Panel(
            title(profile, reasons),
            first,
            "planned",
            profile.ttft().times(profile.ttftFactor(features))),
        new Panel(
            FitCommand.ITL,
            beside == null ? null : beside.itl(),
            "planned",
            profile.itl().times(profile.itlFactor(features))));
  }

  /** What stands apart from the distribution that is drawn. */
  private static String title(LatencyProfile profile, boolean reasons) {
    List<String> without = new ArrayList<>();
    if (profile.prefillSecondsPerToken() > 0) {
      without.add("prefill");
    }
    if (reasons && profile.thinkingTokens() != null) {
      without.add("thinking");
    }
    return without.isEmpty()
        ? FitCommand.TTFT
        : FitCommand.TTFT + ", without " + String.join(" and ", without);
  }

  private static List<String> notes(LatencyProfile profile, @Nullable Measurements beside) {
    String planned = "planned: " + Objects.requireNonNullElse(profile.source(), "no source");
    return beside == null ? List.of(planned) : List.of(planned, "measured: " + beside.form());
  }
}
