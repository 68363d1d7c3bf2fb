// microsoft-cognitiveservices-speech-sdk against nexy-sim: WebSocket v1 and v2, voices, in plain and
// over TLS.
import assert from 'node:assert/strict';
import {describe, test} from 'node:test';

import sdk from 'microsoft-cognitiveservices-speech-sdk';

import {Sim} from './sim.mjs';

const sim = new Sim();

const SSML =
  '<speak version="1.0" xmlns="http://www.w3.org/2001/10/synthesis" xmlns:mstts="http://www.w3.org/2001/mstts" ' +
  'xml:lang="en-US"><voice name="en-US-AriaNeural">Hello &amp; world.</voice></speak>';

const reasonOf = (result) => sdk.ResultReason[result.reason];

for (const transport of ['ws', 'wss']) {
  const configOf = (key = 'K') => {
    const config = sdk.SpeechConfig.fromHost(new URL(sim[transport]), key);
    config.speechSynthesisVoiceName = 'en-US-AriaNeural';
    config.speechSynthesisOutputFormat = sdk.SpeechSynthesisOutputFormat.Raw48Khz16BitMonoPcm;
    return config;
  };
  // A synthesizer, what it heard, and a promise for each thing that it is asked to say.
  const open = (config = configOf()) => {
    const synthesizer = new sdk.SpeechSynthesizer(config, null);
    const pieces = [];
    const words = [];
    synthesizer.synthesizing = (_, event) => pieces.push(event.result.audioData.byteLength);
    synthesizer.wordBoundary = (_, event) => words.push(event.text);
    const speak = (ssml = SSML) =>
      new Promise((resolve, reject) => synthesizer.speakSsmlAsync(ssml, resolve, reject));
    const close = () => new Promise((resolve) => synthesizer.close(resolve, resolve));
    return {synthesizer, pieces, words, speak, close};
  };

  describe(`WebSocket v1 over ${transport}`, () => {
    test('a turn: three pieces, a word, and the length that SessionEnd names', async () => {
      await sim.script({azure_ws: {audio_ms: 300}});
      const voice = open();
      const result = await voice.speak();
      assert.equal(reasonOf(result), 'SynthesizingAudioCompleted');
      assert.equal(result.audioDuration, 300 * 10000);
      assert.equal(voice.pieces.length, 3);
      assert.equal(result.audioData.byteLength, 48000 * 2 * 0.3);
      assert.deepEqual(voice.words, ['Hello']);
      await voice.close();
    });

    test('the next turn uses the connection that is open', async () => {
      await sim.script({azure_ws: {audio_ms: 100}});
      const voice = open();
      await voice.speak();
      assert.equal(reasonOf(await voice.speak()), 'SynthesizingAudioCompleted');
      await voice.close();
      assert.equal((await sim.requests('azure_ws')).length, 1);
    });

    test('a connection closed for idleness is replaced by the next turn', async () => {
      await sim.script({azure_ws: {audio_ms: 100, idle_close_ms: 1}});
      const voice = open();
      const closed = new Promise((resolve) => {
        sdk.Connection.fromSynthesizer(voice.synthesizer).disconnected = resolve;
      });
      await voice.speak();
      await closed;  // The client knows it too.
      assert.equal(reasonOf(await voice.speak()), 'SynthesizingAudioCompleted');
      await voice.close();
      assert.equal((await sim.requests('azure_ws')).length, 2);
    });

    for (const [code, reason, expected] of [
      [1007, 'SSML parsing error', 'BadRequestParameters'],
      [4429, 'The request is throttled because you have exceeded the concurrent request limit', 'ConnectionFailure'],
    ]) {
      test(`a close with ${code} in mid-turn cancels with ${expected}`, async () => {
        await sim.script({azure_ws: {audio_ms: 300, close: {after_pieces: 1, code, reason}}});
        const voice = open();
        const result = await voice.speak();
        assert.equal(reasonOf(result), 'Canceled');
        const details = sdk.CancellationDetails.fromResult(result);
        assert.equal(sdk.CancellationErrorCode[details.ErrorCode], expected);
        assert.ok(result.errorDetails.includes(reason));
        assert.ok(result.errorDetails.includes(String(code)));
        await voice.close();
      });
    }

    for (const status of [401, 429]) {
      test(`an upgrade that ends with ${status} cancels with ConnectionFailure`, async () => {
        await sim.script({azure_ws: {status}});
        const voice = open();
        const result = await voice.speak();
        assert.equal(reasonOf(result), 'Canceled');
        const details = sdk.CancellationDetails.fromResult(result);
        assert.equal(sdk.CancellationErrorCode[details.ErrorCode], 'ConnectionFailure');
        assert.match(result.errorDetails, new RegExp(`Unexpected server response: ${status}`));
        await voice.close();
      });
    }

    test('a wrong key is refused on the upgrade', async () => {
      await sim.script({azure_ws: {}});
      const voice = open(configOf('bad'));
      assert.match((await voice.speak()).errorDetails, /Unexpected server response: 401/);
      await voice.close();
    });

    test('SSML that is not escaped is refused', async () => {
      await sim.script({azure_ws: {}});
      const voice = open();
      const result = await voice.speak(SSML.replace('&amp;', '&'));
      assert.equal(reasonOf(result), 'Canceled');
      assert.match(result.errorDetails, /SSML parsing error.*1007/);
      await voice.close();
    });
  });

  describe(`WebSocket v2 over ${transport}`, () => {
    test('text in pieces is spoken', async () => {
      await sim.script({azure_ws: {audio_ms: 200}});
      const endpoint = new URL(`${sim[transport]}/cognitiveservices/websocket/v2`);
      const config = sdk.SpeechConfig.fromEndpoint(endpoint, 'K');
      config.speechSynthesisVoiceName = 'en-US-AriaNeural';
      config.speechSynthesisOutputFormat = sdk.SpeechSynthesisOutputFormat.Raw48Khz16BitMonoPcm;
      const voice = open(config);
      const request = new sdk.SpeechSynthesisRequest(sdk.SpeechSynthesisRequestInputType.TextStream);
      const result = new Promise((resolve, reject) => voice.synthesizer.speakAsync(request, resolve, reject));
      request.inputStream.write('Hello ');
      request.inputStream.write('world. ');
      request.inputStream.close();
      assert.equal(reasonOf(await result), 'SynthesizingAudioCompleted');
      const [{messages}] = await sim.requests('azure_ws');
      const said = messages.filter((one) => one.from === 'client' && /path: *text\.piece/i.test(one.text));
      assert.equal(said.map((one) => one.text.split('\r\n\r\n')[1]).join(''), 'Hello world. ');
      await voice.close();
    });
  });

  describe(`voices over ${transport}`, () => {
    test('the list names the voices', async () => {
      await sim.script({azure_voices: {}});
      const host = new URL(transport === 'ws' ? sim.http : sim.https);
      const synthesizer = new sdk.SpeechSynthesizer(sdk.SpeechConfig.fromHost(host, 'K'), null);
      const result = await synthesizer.getVoicesAsync();
      assert.equal(sdk.ResultReason[result.reason], 'VoicesListRetrieved');
      assert.ok(result.voices.some((voice) => voice.shortName === 'en-US-AriaNeural'));
      synthesizer.close();
    });
  });
}
