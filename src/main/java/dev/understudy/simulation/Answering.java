package dev.understudy.simulation;

import dev.understudy.content.AnswerWriter;
import dev.understudy.content.Segment;
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
    AnswerWriter writer,
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
    long tokens = (long) count * Math.min(length.wanted(), room());
    if (count > 1 && tokens > LengthPolicy.LONGEST) {
      throw UnderstudyException.invalid(
          "n",
          count,
          "answers of at most %d tokens together, these would have %d"
              .formatted(LengthPolicy.LONGEST, tokens));
    }
    List<Answer> answers = new ArrayList<>(count);
    for (int choice = 0; choice < count; choice++) {
      Answer said = written(choice).stopAt(request.stop(), request.minTokens()).first(room());
      answers.add(request.showReasoning() && thinking > 0 ? thought(choice, said) : said);
    }
    return answers;
  }

  private int room() {
    return request.thinkingApart() ? length.most() : length.most() - thinking;
  }

  private Answer written(int choice) {
    AnswerWriter.Written written =
        writer.write(
            request.task(),
            request.model().id(),
            tokenizer,
            seeds.generator(Seeds.Use.TEXT, choice),
            Math.min(length.wanted(), room()));
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
