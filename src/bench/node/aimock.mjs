// Serves paced chat streams with aimock. Argument: a JSON list of {message, tokens, ttft_ms, tokens_per_second};
// each message is answered by that many chunks of one size, without a profile at once. Prints `aimock ready: URL`.
import { LLMock } from "@copilotkit/aimock";

const CHUNK = "some words ";

const mock = new LLMock({ port: 0, host: "127.0.0.1", logLevel: "silent" });
for (const { message, tokens, ttft_ms, tokens_per_second } of JSON.parse(process.argv[2])) {
  mock.onMessage(
    message,
    { content: CHUNK.repeat(tokens) },
    tokens_per_second === undefined
      ? { chunkSize: CHUNK.length, latency: 0 }
      : { chunkSize: CHUNK.length, streamingProfile: { ttft: ttft_ms, tps: tokens_per_second, jitter: 0 } },
  );
}
await mock.start();
console.log(`aimock ready: ${mock.url}`);
