package dev.understudy.app;

import dev.understudy.fit.CatalogEntry;
import dev.understudy.fit.DistributionFit;
import dev.understudy.fit.FitReport;
import dev.understudy.fit.Form;
import dev.understudy.fit.Panel;
import dev.understudy.fit.Picture;
import dev.understudy.fit.ProfileFit;
import dev.understudy.fit.ResultFile;
import dev.understudy.fit.UnusableFileException;
import dev.understudy.model.InvalidModelException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code fit}: a latency profile from what was measured. */
@Command(
    name = "fit",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Makes a latency profile from a result file of a load tool.",
    description = {
      "Reads what AIPerf, guidellm or vLLM's benchmark (vllm bench serve) have written, or a CSV",
      "with the columns ttft and itl (seconds, or ttft_ms, itl_us ...). Says how well the profile",
      "fits and prints the entry for the catalog."
    },
    footer = {
      "",
      "Examples:",
      "  scripts/run fit profile_export.jsonl --svg fit.svg",
      "  scripts/run fit benchmarks.json --run 2 --json | jq .latency_profile"
    })
final class FitCommand implements Callable<Integer> {

  static final String TTFT = "Time to first token";
  static final String ITL = "Inter-token latency";

  private static final int UNUSABLE = 1;

  @Parameters(index = "0", paramLabel = "FILE", description = "What was measured.")
  private @Nullable Path file;

  @Option(
      names = "--format",
      paramLabel = "FORM",
      description = "${COMPLETION-CANDIDATES}; recognised by content if not given.")
  private @Nullable Form form;

  @Option(
      names = "--run",
      paramLabel = "N",
      description = "Which run of a file that has several, from 1 (1).")
  private int run = 1;

  @Option(
      names = "--source",
      paramLabel = "TEXT",
      description = "Whose figures they are (tool, requests and file).")
  private @Nullable String source;

  @Option(names = "--json", description = "Prints the entry alone, as a JSON object.")
  private boolean json;

  @Option(names = "--svg", paramLabel = "FILE", description = "Draws measured and fitted.")
  private @Nullable Path svg;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Path path = Objects.requireNonNull(file);
    if (run < 1) {
      throw new ParameterException(spec.commandLine(), "--run: " + run + " (expected: from 1)");
    }
    try {
      ProfileFit fit = ProfileFit.of(new ResultFile(path, form, run).read(), path, source);
      if (svg != null) {
        Files.writeString(svg, picture(fit));
      }
      print(fit);
      return 0;
    } catch (IOException e) {
      spec.commandLine()
          .getErr()
          .println("understudy fit: %s: cannot be written: %s".formatted(svg, e));
    } catch (UnusableFileException e) {
      spec.commandLine().getErr().println("understudy fit: " + e.getMessage());
    } catch (InvalidModelException e) {
      spec.commandLine()
          .getErr()
          .println("understudy fit: %s: no profile can be so: %s".formatted(path, e.message()));
    }
    return UNUSABLE;
  }

  private static String picture(ProfileFit fit) {
    String ttft = fit.prefill() == null ? TTFT : TTFT + ", without prefill";
    return Picture.svg(
        Objects.requireNonNull(fit.profile().source()),
        List.of("what was measured, and the profile fitted to it"),
        panel(ttft, fit.ttft()),
        panel(ITL, fit.itl()));
  }

  private static Panel panel(String title, DistributionFit fit) {
    return new Panel(title, fit.measured(), "fitted", fit.chosen().distribution());
  }

  private void print(ProfileFit fit) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(CatalogEntry.object(fit.profile()));
    } else {
      out.print(FitReport.of(fit));
      out.println();
      out.println(CatalogEntry.member(fit.profile()));
    }
    out.flush();
  }
}
