// openai against nexy-sim: chat, speech and transcriptions, in plain and over TLS.
import assert from 'node:assert/strict';
import {File} from 'node:buffer';
import {describe, test} from 'node:test';

import OpenAI, {toFile} from 'openai';

import {failureOf, Sim, wav} from './sim.mjs';

globalThis.File ??= File;  // Node.js 18, Debian 12's, has no global of that name.

const sim = new Sim();

function question(more = {}) {
  return {
    model: 'm',
    stream: true,
    stream_options: {include_usage: true},
    temperature: 0.7,
    max_tokens: 2048,
    messages: [
      {role: 'system', content: 'be brief'},
      {role: 'user', content: [{type: 'text', text: 'hi'},
        {type: 'image_url', image_url: {url: 'data:image/webp;base64,UklGRgAA', detail: 'auto'}}]},
    ],
    ...more,
  };
}

for (const transport of ['http', 'https']) {
  const client = (options = {}) =>
    new OpenAI({baseURL: `${sim[transport]}/v1`, apiKey: 'sk-test', maxRetries: 0, ...options});
  const ask = async (options, more) => {
    const chunks = [];
    for await (const chunk of await client(options).chat.completions.create(question(more))) chunks.push(chunk);
    return chunks;
  };
  const textOf = (chunks) => chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('');

  describe(`chat over ${transport}`, () => {
    test('gives the pieces, the finish and the usage', async () => {
      await sim.script({openai_chat: {}});
      const chunks = await ask();
      assert.equal(textOf(chunks), 'Hello world.');
      assert.ok(chunks.some((chunk) => chunk.choices[0]?.finish_reason === 'stop'));
      assert.ok(chunks.at(-1).usage.completion_tokens > 0);
    });

    test('gives the same when every byte comes alone', async () => {
      await sim.script({openai_chat: {split: 1, chunk_bytes: 1}});
      assert.equal(textOf(await ask()), 'Hello world.');
    });

    test('429 with retry-after-ms is retried after that time', async () => {
      await sim.script({openai_chat: [{status: 429, retry_after_ms: 200}, {}]});
      assert.equal(textOf(await ask({maxRetries: 2})), 'Hello world.');
      const [first, second] = await sim.requests('openai_chat');
      assert.ok(second.arrived_ns - first.finished_ns >= 195e6);
      const header = (request, name) => request.headers.find(([key]) => key.toLowerCase() === name)?.[1];
      assert.equal(header(first, 'x-stainless-retry-count'), '0');
      assert.equal(header(second, 'x-stainless-retry-count'), '1');
    });

    test('500 is tried three times and is an InternalServerError', async () => {
      await sim.script({openai_chat: {status: 500}});
      const error = await failureOf(() => ask({maxRetries: 2}));
      assert.ok(error instanceof OpenAI.InternalServerError);
      assert.equal(error.status, 500);
      assert.equal((await sim.requests('openai_chat')).length, 3);
    });

    test('an error in mid-stream is an APIError', async () => {
      await sim.script({openai_chat: {error_event: {message: 'broke', type: 'server_error', code: 'x'}}});
      const error = await failureOf(() => ask());
      assert.ok(error instanceof OpenAI.APIError);
      assert.match(error.message, /broke/);
    });

    test('a wrong key, an unknown model, quota: the errors of their kind', async () => {
      await sim.script({openai_chat: {behaviours: [{status: 429, error_code: 'insufficient_quota'}], models: ['m']}});
      assert.ok((await failureOf(() => ask({apiKey: 'bad'}))) instanceof OpenAI.AuthenticationError);
      assert.ok((await failureOf(() => ask({}, {model: 'x'}))) instanceof OpenAI.NotFoundError);
      const quota = await failureOf(() => ask());
      assert.ok(quota instanceof OpenAI.RateLimitError);
      assert.equal(quota.code, 'insufficient_quota');
    });

    test('a reasoning model refuses max_tokens', async () => {
      await sim.script({openai_chat: {}});
      const error = await failureOf(() => ask({}, {model: 'o4-mini'}));
      assert.ok(error instanceof OpenAI.BadRequestError);
      assert.equal(error.param, 'max_tokens');
    });
  });

  describe(`speech over ${transport}`, () => {
    const speak = async (more = {}) => {
      const response = await client().audio.speech.create({
        model: 'gpt-4o-mini-tts', voice: 'alloy', input: 'hi', response_format: 'pcm', ...more});
      const pieces = [];
      for await (const piece of response.body) pieces.push(Buffer.from(piece));
      return {type: response.headers.get('content-type'), pcm: Buffer.concat(pieces)};
    };

    test('gives raw PCM of 24 kHz', async () => {
      await sim.script({openai_speech: {audio_ms: 500}});
      const {type, pcm} = await speak();
      assert.equal(type, 'audio/pcm');
      assert.equal(pcm.length, 24000);
    });

    test('gives the same in pieces of odd length', async () => {
      await sim.script({openai_speech: {audio_ms: 500}});
      const whole = (await speak()).pcm;
      await sim.script({openai_speech: {audio_ms: 500, audio_piece_bytes: 333, split: 7}});
      assert.ok((await speak()).pcm.equals(whole));
    });

    test('gives events when they are asked for', async () => {
      await sim.script({openai_speech: {audio_ms: 100}});
      const text = (await speak({stream_format: 'sse'})).pcm.toString();
      const events = text.split('\n\n').filter(Boolean).map((line) => JSON.parse(line.slice('data: '.length)));
      assert.equal(events.at(-1).type, 'speech.audio.done');
      assert.ok(events.slice(0, -1).every((event) => event.type === 'speech.audio.delta'));
    });

    test('refuses what tts-1 does not know', async () => {
      await sim.script({openai_speech: {}});
      const error = await failureOf(() => speak({model: 'tts-1', instructions: 'friendly'}));
      assert.ok(error instanceof OpenAI.BadRequestError);
    });
  });

  describe(`transcriptions over ${transport}`, () => {
    const hear = async (more) =>
      client().audio.transcriptions.create({
        file: await toFile(wav(), 'a.wav', {type: 'audio/wav'}), model: 'whisper-1', ...more});

    test('gives text, and in verbose_json its words', async () => {
      await sim.script({openai_transcriptions: {text: ['Hello', ' world.']}});
      assert.equal((await hear()).text, 'Hello world.');
      const verbose = await hear({response_format: 'verbose_json', timestamp_granularities: ['word']});
      assert.equal(verbose.text, 'Hello world.');
      assert.equal(verbose.duration, 0.5);
      assert.deepEqual(verbose.words.map((word) => word.word), ['Hello', 'world.']);
      assert.equal(await hear({response_format: 'text'}), 'Hello world.\n');
    });

    test('streams for the models that stream', async () => {
      await sim.script({openai_transcriptions: {text: ['Hello', ' world.']}});
      const events = [];
      for await (const event of await hear({model: 'gpt-4o-mini-transcribe', stream: true})) events.push(event);
      assert.deepEqual(events.slice(0, 2).map((event) => event.delta), ['Hello', ' world.']);
      assert.equal(events.at(-1).type, 'transcript.text.done');
      assert.equal(events.at(-1).text, 'Hello world.');
    });

    test('refuses a file that is no sound', async () => {
      await sim.script({openai_transcriptions: {}});
      const error = await failureOf(async () =>
        client().audio.transcriptions.create({file: await toFile(Buffer.from('x'), 'a.exe'), model: 'whisper-1'}));
      assert.ok(error instanceof OpenAI.BadRequestError);
    });
  });
}
