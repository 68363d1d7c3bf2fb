// What no vendor's client would catch: nexy-sim's WebSockets spoken to without one.
import assert from 'node:assert/strict';
import {get} from 'node:https';
import {describe, test} from 'node:test';

import WebSocket from 'ws';

import {Sim} from './sim.mjs';

const sim = new Sim();
const LIVE = '/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent';

// A socket, what came over it, and how it ended.
function open(path, headers) {
  const socket = new WebSocket(sim.ws + path, {headers, perMessageDeflate: false});
  const frames = [];
  const waiting = [];
  socket.on('message', (data, binary) => {
    frames.push({text: data.toString(), binary});
    for (const check of waiting.splice(0)) check();
  });
  const closed = new Promise((resolve) => socket.on('close', (code, reason) => resolve({code, reason: reason.toString()})));
  const opened = new Promise((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('error', reject);
  });
  const until = (wanted) =>
    new Promise((resolve) => {
      const check = () => {
        const found = frames.find((frame) => wanted(frame.text));
        if (found) resolve(found); else waiting.push(check);
      };
      check();
    });
  return {socket, frames, closed, opened, until};
}

const setup = (more = {}, config = {}) => ({
  setup: {
    model: 'models/gemini-3.8-live',
    generationConfig: {responseModalities: ['AUDIO'], ...config},
    outputAudioTranscription: {},
    ...more,
  },
});
const JPEG = {mimeType: 'image/jpeg', data: '/9j/4AAQ'};
const asked = {clientContent: {turns: [{role: 'user', parts: [{text: 'hi'}]}], turnComplete: true}};

// What the service says to `messages`; each after the first waits for setupComplete.
async function closeAfter(messages, key = 'K') {
  const live = open(LIVE, key ? {'x-goog-api-key': key} : {});
  await live.opened;
  live.socket.send(JSON.stringify(messages[0]));
  if (messages.length > 1) {
    await live.until((text) => text.includes('setupComplete'));
    for (const message of messages.slice(1)) live.socket.send(JSON.stringify(message));
  }
  return live.closed;
}

describe('Live refuses by closing', () => {
  const cases = [
    ['an unknown setup key', [setup({speechConfig: {}})], 1007, /^Invalid JSON payload received. Unknown name "speechConfig" at 'setup'/],
    ['an unknown generationConfig key', [setup({}, {max_tokens: 1})], 1007, /Unknown name "max_tokens"/],
    ['TEXT', [setup({}, {responseModalities: ['TEXT']})], 1007, /invalid argument/],
    ['TEXT on 3.1', [setup({model: 'models/gemini-3.1-flash-live-preview'}, {responseModalities: ['TEXT']})], 1011, /^Internal error encountered/],
    ['TEXT with a voice', [setup({}, {responseModalities: ['TEXT'], speechConfig: {}})], 1007, /^Cannot extract voices/],
    ['no modality', [setup({}, {responseModalities: undefined})], 1011, /^Internal error/],
    ['a model without its prefix', [setup({model: 'gemini-3.8-live'})], 1008, /is not found for API version v1beta/],
    ['a model that is not live', [setup({model: 'models/gemini-3.5-flash-lite'})], 1008, /is not found/],
    ['thinkingConfig on 3.8', [setup({}, {thinkingConfig: {thinkingLevel: 'low'}})], 1007, /invalid argument/],
    ['responseMimeType', [setup({}, {responseMimeType: 'application/json'})], 1007, /invalid argument/],
    ['a null handle', [setup({sessionResumption: {handle: null}})], 1007, /invalid argument/],
    ['a handle of nobody', [setup({sessionResumption: {handle: 'x'}})], 1008, /^BidiGenerateContent session not found/],
    ['a tool in snake case', [setup({tools: [{google_search: {}}]})], 1007, /google_search/],
    ['a question before the setup', [asked], 1007, /^setup must be the first message/],
    ['a second setup', [setup(), setup()], 1007, /^setup must be the first message/],
    ['an unknown message', [setup(), {clientContents: {}}], 1007, /Unknown name "clientContents"/],
    ['two messages in one', [setup(), {...asked, realtimeInput: {text: 'x'}}], 1007, /invalid argument/],
    ['mediaChunks', [setup(), {realtimeInput: {mediaChunks: [JPEG]}}], 1007, /^realtime_input.media_chunks is deprecated/],
    ['activityStart with automatic detection', [setup(), {realtimeInput: {activityStart: {}}}], 1007, /Explicit activity control/],
    ['a picture that is WebP', [setup(), {realtimeInput: {video: {...JPEG, mimeType: 'image/webp'}}}], 1007, /invalid argument/],
    ['clientContent on 3.1', [setup({model: 'models/gemini-3.1-flash-live-preview'}), asked], 1007, /invalid argument/],
    ['toolResponse without id', [setup(), {toolResponse: {functionResponses: [{name: 'f'}]}}], 1007, /invalid argument/],
  ];
  for (const [name, messages, code, reason] of cases) {
    test(name, async () => {
      await sim.script({gemini_live: {}});
      const close = await closeAfter(messages);
      assert.equal(close.code, code);
      assert.match(close.reason, reason);
      assert.ok(close.reason.length <= 123);
    });
  }

  test('a wrong key after the setup, a missing one too', async () => {
    await sim.script({gemini_live: {}});
    assert.deepEqual(await closeAfter([setup()], 'bad'),
      {code: 1007, reason: 'API key not valid. Please pass a valid API key.'});
    const missing = await closeAfter([setup()], '');
    assert.equal(missing.code, 1008);
    assert.match(missing.reason, /^Method doesn't allow unregistered callers/);
  });

  test('a question that comes before setupComplete', async () => {
    await sim.script({gemini_live: {gate: {headers: 'ready'}}});
    const live = open(LIVE, {'x-goog-api-key': 'K'});
    await live.opened;
    live.socket.send(JSON.stringify(setup()));
    live.socket.send(JSON.stringify(asked));
    assert.equal((await live.closed).code, 1007);
  });
});

describe('Live as a session', () => {
  const start = async (behaviour, more, config) => {
    await sim.script({gemini_live: behaviour});
    const live = open(LIVE, {'x-goog-api-key': 'K'});
    await live.opened;
    live.socket.send(JSON.stringify(setup(more, config)));
    await live.until((text) => text.includes('setupComplete'));
    return live;
  };

  test('answers in binary frames, in the documented order', async () => {
    const live = await start({audio_ms: 200, text: ['Hello', ' world.']}, {sessionResumption: {}});
    live.socket.send(JSON.stringify(asked));
    await live.until((text) => text.includes('newHandle'));
    assert.ok(live.frames.every((frame) => frame.binary));
    const kinds = live.frames.map(({text}) => {
      const message = JSON.parse(text);
      const content = message.serverContent;
      if (!content) return Object.keys(message)[0];
      return content.modelTurn ? 'audio' : Object.keys(content)[0];
    });
    assert.deepEqual(kinds, ['setupComplete', 'audio', 'outputTranscription', 'audio', 'outputTranscription',
      'generationComplete', 'turnComplete', 'sessionResumptionUpdate']);
    live.socket.close();
  });

  test('keeps its handle while it lives: resuming beside it is refused', async () => {
    const live = await start({audio_ms: 20}, {sessionResumption: {}});
    live.socket.send(JSON.stringify(asked));
    const update = JSON.parse((await live.until((text) => text.includes('newHandle'))).text);
    const handle = update.sessionResumptionUpdate.newHandle;
    assert.equal((await closeAfter([setup({sessionResumption: {handle}})])).code, 1011);
    live.socket.close();
    await live.closed;
  });

  test('says goAway and then closes', async () => {
    const live = await start({go_away_ms: 1, go_away_time_left: '0.01s'});
    await live.until((text) => text === '{"goAway":{"timeLeft":"0.01s"}}');
    const close = await live.closed;
    assert.equal(close.code, 1011);
    assert.match(close.reason, /^Deadline expired/);
  });

  test('a generation stops and is counted when the socket closes', async () => {
    const live = await start({audio_ms: 1000, gate: 'sound'});
    live.socket.send(JSON.stringify(asked));
    await sim.control('release', {gate: 'sound'});
    await live.until((text) => text.includes('modelTurn'));
    live.socket.terminate();
    let stats;
    do stats = await sim.control('stats'); while (stats.generations_live > 0);
    assert.equal(stats.generations_aborted, 1);
    assert.equal(stats.generations_finished, 0);
  });

  test('each turn does what its script says', async () => {
    const live = await start({turns: [{text: ['one'], audio_ms: 20}, {text: ['two $N'], audio_ms: 20}]});
    for (const text of ['one', 'two 2']) {
      live.socket.send(JSON.stringify(asked));
      await live.until((frame) => frame.includes(`"text":"${text}"`));
      await live.until((frame) => frame.includes('turnComplete'));
    }
    live.socket.close();
  });

  test('a voice turn ends with audioStreamEnd and is transcribed', async () => {
    const live = await start({audio_ms: 20, input_transcription: 'what is this'}, {inputAudioTranscription: {}});
    const audio = {mimeType: 'audio/pcm;rate=16000', data: Buffer.alloc(640).toString('base64')};
    live.socket.send(JSON.stringify({realtimeInput: {audio}}));
    live.socket.send(JSON.stringify({realtimeInput: {audioStreamEnd: true}}));
    await live.until((text) => text.includes('"inputTranscription":{"text":"what is this"}'));
    await live.until((text) => text.includes('turnComplete'));
    live.socket.close();
  });

  test('pongs come as late as they are told to, and messages do not wait for them', async () => {
    const live = await start({audio_ms: 20, pong_delay_ms: 300});
    const pinged = process.hrtime.bigint();
    const pong = new Promise((resolve) => live.socket.on('pong', () => resolve(process.hrtime.bigint())));
    live.socket.ping('x');
    live.socket.send(JSON.stringify(asked));
    await live.until((text) => text.includes('turnComplete'));
    assert.ok((await pong) - pinged >= 295_000_000n);
    live.socket.close();
  });

  for (const [name, behaviour, code] of [
    ['closes with the code of its script', {close: {after_pieces: 1, code: 1011, reason: 'Internal error encountered.'}}, 1011],
    ['is cut in the middle of a frame', {cut: {in_piece: 2}}, 1006],
    ['is reset', {cut: {after_pieces: 1, how: 'rst'}}, 1006],
  ]) {
    test(name, async () => {
      const live = await start({audio_ms: 500, ...behaviour});
      live.socket.on('error', () => {});
      live.socket.send(JSON.stringify(asked));
      assert.equal((await live.closed).code, code);
    });
  }
});

describe('Azure over WebSocket refuses by closing', () => {
  const ID = '0123456789ABCDEF0123456789ABCDEF';
  const usp = (path, body, type = 'application/json') =>
    `Path: ${path}\r\nX-RequestId: ${ID}\r\nX-Timestamp: 2026-11-01T00:00:00.000Z\r\nContent-Type: ${type}\r\n\r\n${body}`;
  const config = usp('speech.config', '{"context":{}}');
  const context = (format = 'raw-48khz-16bit-mono-pcm', more = {}) =>
    usp('synthesis.context', JSON.stringify({synthesis: {audio: {metadataOptions: {sessionEndEnabled: true}, outputFormat: format}, ...more}}));
  const ssml = (text) =>
    usp('ssml', `<speak version="1.0" xmlns="http://www.w3.org/2001/10/synthesis" xml:lang="en-US"><voice name="a">${text}</voice></speak>`,
      'application/ssml+xml');
  const closeAfterText = async (...messages) => {
    await sim.script({azure_ws: {audio_ms: 20}});
    const speech = open('/cognitiveservices/websocket/v1', {'Ocp-Apim-Subscription-Key': 'K', 'X-ConnectionId': ID});
    await speech.opened;
    for (const message of messages) speech.socket.send(message);
    return speech.closed;
  };

  for (const [name, messages, reason] of [
    ['SSML that is not escaped', [config, context(), ssml('a & b')], /^SSML parsing error/],
    ['an unknown format', [config, context('raw-96khz'), ssml('a')], /^Unsupported output format/],
    ['SSML without its context', [config, ssml('a')], /^synthesis.context is missing/],
    ['a context before speech.config', [context()], /^speech.config is missing/],
    ['text pieces on v1', [config, context(undefined, {input: {bidirectionalStreamingMode: true}})], /v2/],
    ['a message without a header', ['hello'], /no header/],
  ]) {
    test(name, async () => {
      const close = await closeAfterText(...messages);
      assert.equal(close.code, 1007);
      assert.match(close.reason, reason);
    });
  }

  test('and answers a turn frame by frame as the service does', async () => {
    await sim.script({azure_ws: {audio_ms: 200}});
    const speech = open('/tts/cognitiveservices/websocket/v1', {'Ocp-Apim-Subscription-Key': 'K', 'X-ConnectionId': ID});
    await speech.opened;
    for (const message of [config, context(), ssml('Hello')]) speech.socket.send(message);
    await speech.until((text) => /Path:turn.end/i.test(text));
    const paths = speech.frames.map(({text}) => /Path:([a-z.]+)/.exec(text)[1]);
    assert.deepEqual(paths, ['turn.start', 'response', 'audio', 'audio', 'audio', 'audio.metadata', 'turn.end']);
    assert.ok(speech.frames.every(({text}) => text.includes(`X-RequestId:${ID}`)));
    speech.socket.close();
  });
});

describe('TLS', () => {
  const outcome = () =>
    new Promise((resolve) => {
      get(`${sim.https}/health`, {agent: false}, (response) => resolve(response.resume().statusCode))
        .on('error', (error) => resolve(error.code));
    });
  for (const [kind, expected] of [
    ['good', 200],
    ['wrong_host', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['expired', 'CERT_HAS_EXPIRED'],
    ['self_signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ]) {
    test(`a certificate that is ${kind}`, async () => {
      await sim.script({connection: {tls: kind}});
      assert.equal(await outcome(), expected);
      await sim.script({connection: {}});
    });
  }
});

test('a llama.cpp server that loads its model says so', async () => {
  await sim.script({openai_health: {behaviours: [{status: 503, message: 'Loading model'}, {}], flavour: 'llama_cpp'}});
  const loading = await fetch(`${sim.http}/health`);
  assert.equal(loading.status, 503);
  assert.deepEqual(await loading.json(), {error: {code: 503, message: 'Loading model', type: 'unavailable_error'}});
  assert.deepEqual(await (await fetch(`${sim.http}/health`)).json(), {status: 'ok'});
});
