package dev.understudy.bench;

import dev.understudy.json.Json;
import dev.understudy.model.ModelDefinition;
import dev.understudy.openai.ChatRequest;
import dev.understudy.simulation.SimulationPlan;
import dev.understudy.simulation.SimulationPlanner;
import dev.understudy.simulation.SimulationRequest;
import dev.understudy.wire.AnswerFrames;
import dev.understudy.wire.FrameBytes;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What it costs to write the frames of an answer of 100 tokens, per token. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FramesBenchmark {

  private static final int TOKENS = 100;

  private static final ModelDefinition MODEL =
      ModelDefinition.builder("gpt-4o").contextWindow(128_000).build();

  private Streamed chat = new Streamed("");
  private Streamed logprobs = new Streamed(",\"logprobs\":true,\"top_logprobs\":5");

  /** A request and its plan. */
  private static final class Streamed {
    private final ChatRequest request;
    private final SimulationPlan plan;

    Streamed(String more) {
      String body =
          "{\"model\":\"gpt-4o\",\"stream\":true,\"max_tokens\":%d%s,\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}"
              .formatted(TOKENS, more);
      request = ChatRequest.read(Json.parseObject(body.getBytes(StandardCharsets.UTF_8)));
      SimulationRequest.Builder simulation = SimulationRequest.of(MODEL).seed(1L);
      request.describe(simulation, MODEL);
      plan = new SimulationPlanner(0, 0).plan(simulation.build());
    }

    /** Token by token, as a stream with time between them writes. */
    int write() {
      AnswerFrames frames = request.frames(plan, MODEL, 1_700_000_000);
      int bytes = 0;
      for (int k = 0; k < TOKENS; k++) {
        FrameBytes out = new FrameBytes(2 * frames.usualFrameBytes());
        frames.append(out, k, k + 1, k == TOKENS - 1);
        bytes += out.length();
      }
      return bytes;
    }
  }

  /** Plans both answers anew. */
  @Setup
  public void plan() {
    chat = new Streamed("");
    logprobs = new Streamed(",\"logprobs\":true,\"top_logprobs\":5");
  }

  /** Chat chunks. */
  @Benchmark
  @OperationsPerInvocation(TOKENS)
  public int chatChunk() {
    return chat.write();
  }

  /** Chat chunks with the probabilities of six tokens each. */
  @Benchmark
  @OperationsPerInvocation(TOKENS)
  public int chatChunkWithLogprobs() {
    return logprobs.write();
  }
}
