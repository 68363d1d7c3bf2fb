// @google/genai against nexy-sim: streamGenerateContent and Live, in plain and over TLS.
import assert from 'node:assert/strict';
import {describe, test} from 'node:test';

import {GoogleGenAI} from '@google/genai';

import {failureOf, Sim} from './sim.mjs';

const sim = new Sim();

const PICTURE = Buffer.from('RIFF\0\0\0\0WEBPVP8 ').toString('base64');

function question() {
  return {
    model: 'gemini-flash-lite-latest',
    contents: [{role: 'user', parts: [{text: 'hi'}, {inlineData: {mimeType: 'image/webp', data: PICTURE}}]}],
    config: {systemInstruction: 'be brief', temperature: 0.7, maxOutputTokens: 2048, tools: [{googleSearch: {}}]},
  };
}

for (const transport of ['http', 'https']) {
  const client = (key = 'K') => new GoogleGenAI({apiKey: key, httpOptions: {baseUrl: sim[transport]}});
  const ask = async (key) => {
    const chunks = [];
    for await (const chunk of await client(key).models.generateContentStream(question())) chunks.push(chunk);
    return chunks;
  };

  describe(`streamGenerateContent over ${transport}`, () => {
    test('gives the pieces, the finish and the usage', async () => {
      await sim.script({gemini: {}});
      const chunks = await ask();
      assert.deepEqual(chunks.map((chunk) => chunk.text), ['Hello', ' world.']);
      assert.equal(chunks[1].candidates[0].finishReason, 'STOP');
      assert.ok(chunks[1].usageMetadata.candidatesTokenCount > 0);
      const [request] = await sim.requests('gemini');
      assert.equal(request.tls, transport === 'https');
      assert.equal(request.outcome, 'done');
    });

    test('gives the same when every byte comes alone', async () => {
      await sim.script({gemini: {split: 1, chunk_bytes: 1}});
      assert.deepEqual((await ask()).map((chunk) => chunk.text), ['Hello', ' world.']);
    });

    for (const status of [429, 400]) {
      test(`HTTP ${status} is an ApiError with the body as its message`, async () => {
        await sim.script({gemini: {status, retry_delay: '34s'}});
        const error = await failureOf(() => ask());
        assert.equal(error.name, 'ApiError');
        assert.equal(error.status, status);
        const body = JSON.parse(error.message);
        assert.equal(body.error.code, status);
        if (status === 429) assert.equal(body.error.details[1].retryDelay, '34s');
      });
    }

    test('an error event in mid-stream is an ApiError 503 after the text', async () => {
      await sim.script({gemini: {text: ['Hello'], error_event: {code: 503, message: 'overloaded', status: 'UNAVAILABLE'}}});
      const heard = [];
      const error = await failureOf(async () => {
        for await (const chunk of await client().models.generateContentStream(question())) heard.push(chunk.text);
      });
      assert.deepEqual(heard, ['Hello']);
      assert.equal(error.name, 'ApiError');
      assert.equal(error.status, 503);
    });

    test('an end inside JSON is an incomplete segment', async () => {
      await sim.script({gemini: {cut: {in_piece: 2, how: 'end'}}});
      const error = await failureOf(() => ask());
      assert.match(error.message, /Incomplete JSON segment at the end/);
    });

    test('a reset in mid-stream is a terminated fetch', async () => {
      await sim.script({gemini: {cut: {in_piece: 2, how: 'rst', gate: 'cut'}}});
      const stream = await client().models.generateContentStream(question());
      const first = await stream.next();
      assert.equal(first.value.text, 'Hello');
      await sim.control('release', {gate: 'cut'});
      const error = await failureOf(() => stream.next());
      assert.ok(error instanceof TypeError);
      assert.match(error.message, /terminated/);
    });

    test('a blocked prompt throws nothing and names its reason', async () => {
      await sim.script({gemini: {block: 'SAFETY'}});
      const chunks = await ask();
      assert.equal(chunks[0].text, undefined);
      assert.equal(chunks[0].promptFeedback.blockReason, 'SAFETY');
    });

    test('CONTINUATION is followed by a second POST with the token', async () => {
      await sim.script({gemini: [{text: ['Hello'], continuation: 'token-1'}, {text: [' world.']}]});
      const chunks = await ask();
      assert.equal(chunks.map((chunk) => chunk.text ?? '').join(''), 'Hello world.');
      const requests = await sim.requests('gemini');
      assert.equal(requests.length, 2);
      assert.equal(JSON.parse(requests[1].body.text).continuationToken, 'token-1');
    });

    test('a wrong key and an unknown model are refused as by the service', async () => {
      await sim.script({gemini: {}});
      const wrong = await failureOf(() => ask('bad-key'));
      assert.equal(wrong.status, 400);
      assert.match(wrong.message, /API_KEY_INVALID/);
      const unknown = await failureOf(() =>
        client().models.generateContent({model: 'nonsense-1', contents: 'hi'}));
      assert.equal(unknown.status, 404);
      assert.match(unknown.message, /is not found for API version v1beta/);
    });
  });
}

// A session and what it was told, with a queue to wait on.
async function connect(transport, config = {}, model = 'gemini-3.8-live') {
  const messages = [];
  const waiting = [];
  let closed;
  const closing = new Promise((resolve) => {
    closed = resolve;
  });
  const client = new GoogleGenAI({apiKey: 'K', httpOptions: {baseUrl: sim[transport]}});
  const pending = client.live.connect({
    model,
    config: {responseModalities: ['AUDIO'], outputAudioTranscription: {}, sessionResumption: {}, ...config},
    callbacks: {
      onmessage: (message) => {
        messages.push(JSON.parse(JSON.stringify(message)));
        for (const check of waiting.splice(0)) check();
      },
      onclose: closed,
    },
  });
  const until = (wanted) =>
    new Promise((resolve) => {
      const check = () => (messages.some(wanted) ? resolve(messages) : waiting.push(check));
      check();
    });
  return {pending, closing, until, messages};
}

const isUpdate = (message) => message.sessionResumptionUpdate?.newHandle !== undefined;

for (const transport of ['http', 'https']) {
  describe(`Live over ${transport}`, () => {
    test('gives the same messages from binary and from text frames', async () => {
      const heard = [];
      for (const text_frames of [false, true]) {
        await sim.script({gemini_live: {text_frames, audio_ms: 200}});
        const live = await connect(transport);
        const session = await live.pending;
        session.sendClientContent({turns: 'hello'});
        await live.until(isUpdate);
        session.close();
        heard.push(live.messages.filter((message) => !isUpdate(message)));
      }
      assert.deepEqual(heard[0], heard[1]);
      const content = heard[0].map((message) => message.serverContent).filter(Boolean);
      const audio = content.flatMap((one) => one.modelTurn?.parts ?? []).map((part) => part.inlineData);
      assert.equal(audio.reduce((sum, one) => sum + Buffer.from(one.data, 'base64').length, 0), 24000 * 2 * 0.2);
      assert.ok(audio.every((one) => one.mimeType === 'audio/pcm;rate=24000'));
      assert.equal(content.map((one) => one.outputTranscription?.text ?? '').join(''), 'Hello world.');
      const ends = content.filter((one) => one.generationComplete || one.turnComplete);
      assert.deepEqual(ends, [{generationComplete: true}, {turnComplete: true}]);
    });

    test('an unknown model closes with 1008 and connect() stays pending', async () => {
      await sim.script({gemini_live: {}});
      const live = await connect(transport, {}, 'gemini-nonsense');
      const close = await live.closing;
      assert.equal(close.code, 1008);
      assert.match(String(close.reason), /^models\/gemini-nonsense is not found for API version v1beta/);
      const first = await Promise.race([live.pending.then(() => 'settled', () => 'settled'), 'pending']);
      assert.equal(first, 'pending');
    });

    test('a session resumes with its handle, and an unknown handle is refused', async () => {
      await sim.script({gemini_live: {audio_ms: 40}});
      const live = await connect(transport);
      const session = await live.pending;
      session.sendClientContent({turns: 'hello'});
      const messages = await live.until(isUpdate);
      const handle = messages.find(isUpdate).sessionResumptionUpdate.newHandle;
      session.close();
      await live.closing;
      const resumed = await connect(transport, {sessionResumption: {handle}});
      (await resumed.pending).close();
      const lost = await connect(transport, {sessionResumption: {handle: 'never-issued'}});
      const close = await lost.closing;
      assert.equal(close.code, 1008);
      assert.match(String(close.reason), /session not found/);
    });

    test('a new question interrupts the answer that is being spoken', async () => {
      await sim.script({gemini_live: {audio_ms: 1000, gate: 'sound'}});
      const live = await connect(transport);
      const session = await live.pending;
      session.sendClientContent({turns: 'hello'});
      await sim.control('release', {gate: 'sound', count: 1});
      await live.until((message) => message.serverContent?.modelTurn);
      session.sendClientContent({turns: 'stop'});
      await live.until((message) => message.serverContent?.interrupted);
      await live.until((message) => message.serverContent?.turnComplete);
      assert.ok(!live.messages.some((message) => message.serverContent?.generationComplete));
      session.close();
      await live.closing;
      const stats = await sim.control('stats');
      assert.ok(stats.generations_aborted >= 1);
    });

    test('mediaChunks closes with 1007', async () => {
      await sim.script({gemini_live: {}});
      const live = await connect(transport);
      const session = await live.pending;
      session.sendRealtimeInput({media: {mimeType: 'image/jpeg', data: 'AAAA'}});
      const close = await live.closing;
      assert.equal(close.code, 1007);
      assert.match(String(close.reason), /media_chunks is deprecated/);
    });
  });
}
