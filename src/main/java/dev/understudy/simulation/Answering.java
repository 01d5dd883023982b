package dev.understudy.simulation;

import dev.understudy.content.AnswerWriter;
import dev.understudy.content.Segment;
import dev.understudy.content.TaskWriter;
import dev.understudy.model.UnderstudyException;
import dev.understudy.text.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The answers to one request. Confined to one thread.
 *
 * @param writer writes them
 * @param request what is asked
 * @param tokenizer of the model
 * @param seeds of the request
 * @param length how long they are
 * @param thinking how many tokens each answer thinks
 */
record Answering(
    TaskWriter writer,
    SimulationRequest request,
    Tokenizer tokenizer,
    Seeds seeds,
    LengthPolicy.Length length,
    int thinking) {

  /**
   * As many as are asked for.
   *
   * @throws UnderstudyException INVALID_REQUEST when they are too long together
   */
  List<Answer> all() {
    int count = request.choices();
    List<Answer> answers = new ArrayList<>(count);
    long tokens = 0;
    for (int choice = 0; choice < count; choice++) {
      Answer said = written(choice).stopAt(request.stop(), request.minTokens()).first(room());
      Answer answer = request.showReasoning() && thinking > 0 ? thought(choice, said) : said;
      tokens += answer.tokens();
      if (count > 1 && tokens > LengthPolicy.LONGEST) {
        throw tooLong(choice + 1, tokens);
      }
      answers.add(answer);
    }
    return answers;
  }

  private UnderstudyException tooLong(int written, long tokens) {
    return UnderstudyException.invalid(
        "n",
        request.choices(),
        "answers of at most %d tokens together, the first %d have %d"
            .formatted(LengthPolicy.LONGEST, written, tokens));
  }

  private int room() {
    return request.thinkingApart() ? length.most() : length.most() - thinking;
  }

  private Answer written(int choice) {
    TaskWriter.Written written =
        writer.write(seeds.generator(Seeds.Use.TEXT, choice), Math.min(length.wanted(), room()));
    FinishReason why = FinishReason.STOP;
    if (written.calls()) {
      why = FinishReason.TOOL_CALLS;
    } else if (!written.whole() && length.wanted() > room()) {
      why = FinishReason.LENGTH;
    }
    return new Answer(written.segments(), why);
  }

  private Answer thought(int choice, Answer said) {
    RandomGenerator random = seeds.generator(Seeds.Use.REASONING, choice);
    List<Segment> segments = new ArrayList<>(said.segments().size() + 1);
    segments.add(Segment.reasoning(AnswerWriter.prose(tokenizer, random, thinking)));
    segments.addAll(said.segments());
    return new Answer(segments, said.finishReason(), said.stopSequence());
  }
}
