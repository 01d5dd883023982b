package dev.understudy.model;

import java.util.List;

/**
 * What goes into a model and what comes out. A stated list is complete: what is not in it, the
 * model does not take or make.
 *
 * @param input at least one, without {@code embedding} and {@code score}
 * @param output at least one
 */
public record Modalities(List<Modality> input, List<Modality> output) {

  /** Sorts both lists and drops twins. */
  public Modalities {
    Faults faults = new Faults();
    faults.require(!input.isEmpty(), "input", input, "at least one modality");
    faults.require(!output.isEmpty(), "output", output, "at least one modality");
    for (Modality modality : input) {
      faults.require(
          modality != Modality.EMBEDDING && modality != Modality.SCORE,
          "input",
          modality.jsonName(),
          "one of text, image, audio, video, file");
    }
    faults.throwIfAny();
    input = input.stream().sorted().distinct().toList();
    output = output.stream().sorted().distinct().toList();
  }

  /** True when the modality goes in or comes out. */
  public boolean has(Modality modality) {
    return input.contains(modality) || output.contains(modality);
  }
}
