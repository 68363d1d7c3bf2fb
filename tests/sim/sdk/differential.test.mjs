// The same question through nexyd and through the vendor's own client: what reaches the service has
// to be the same. The vendor's client is given what nexyd said, as its caller would give it, and
// says it in its own way; both requests are made canonical and compared.
//
// Intended differences, which the comparison leaves out:
// - a key goes in a header, never in a URL (Live: the SDK's `?key=`; Azure: the SDK's query);
// - headers by which a client names itself or its connection (TRANSPORT below);
// - a form's boundary and the order of its fields;
// - Live: nexyd's path has one slash, the SDK's two; nexyd asks for no compression.
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {File} from 'node:buffer';
import {createInterface} from 'node:readline';
import {test} from 'node:test';

import {GoogleGenAI} from '@google/genai';
import sdk from 'microsoft-cognitiveservices-speech-sdk';
import OpenAI, {toFile} from 'openai';

import {Sim, wav} from './sim.mjs';

globalThis.File ??= File;  // Node.js 18, Debian 12's, has no global of that name.

const sim = new Sim();
const {NEXY_BIN, NEXY_SOURCE} = process.env;
const PICTURE = `${NEXY_SOURCE}/apps/nexy/example-screen.webp`;

const TRANSPORT = /^(host|connection|content-length|user-agent|x-goog-api-client|x-stainless-.*|accept|accept-encoding|accept-language|sec-fetch-mode|sec-websocket-.*|upgrade|transfer-encoding|keep-alive)$/;

function headersOf(request) {
  const kept = request.headers.map(([name, value]) => [name.toLowerCase(), value]).filter(([name]) => !TRANSPORT.test(name));
  return Object.fromEntries(kept.sort());
}

const pathOf = (request) => request.target.replace(/^\/+/, '/');
const jsonOf = (request) => JSON.parse(request.body.text);

// Runs nexyd with `settings`, puts the question, and gives what the service `name` was asked.
async function nexydAsks(settings, name, question = 'What is on my screen?') {
  const home = await mkdtemp(join(tmpdir(), 'nexy-differential-'));
  const flags = ['rpc.host=127.0.0.1', 'rpc.port=0', 'web.host=127.0.0.1', 'web.port=0', `store.path=${home}/nexy.db`, ...settings];
  const env = {...process.env, GEMINI_API_KEY: 'K', OPENAI_API_KEY: 'K', AZURE_SPEECH_KEY: 'K', HOME: home};
  const server = spawn(`${NEXY_BIN}/nexyd`, flags.flatMap((flag) => ['--set', flag]), {env, stdio: ['ignore', 'pipe', 'ignore']});
  try {
    const ready = await new Promise((resolve, reject) => {
      server.once('exit', (code) => reject(new Error(`nexyd ended with ${code}`)));
      createInterface({input: server.stdout}).on('line', (line) => line.startsWith('ready ') && resolve(line));
    });
    const {grpc} = JSON.parse(ready.slice('ready '.length));
    const ask = spawn(`${NEXY_BIN}/nexy`, ['ask', question, '--screenshot', PICTURE, '--no-play', '--json', '--server', grpc],
      {env, stdio: ['ignore', 'pipe', 'inherit']});
    let events = '';
    for await (const data of ask.stdout) events += data;
    const [request] = (await sim.requests(name)).filter((one) => one.outcome !== 'refused');
    const refused = (await sim.requests()).filter((one) => one.refusal);
    assert.deepEqual(refused.map((one) => one.refusal), [], 'strict mode refused nexyd');
    assert.ok(request, `nexyd did not ask ${name}: ${events}`);
    return request;
  } finally {
    const gone = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGTERM');
    if (server.exitCode === null) await gone;
    await rm(home, {recursive: true, force: true});
  }
}

function same(ours, theirs, path = pathOf) {
  assert.equal(path(ours), path(theirs));
  assert.deepEqual(headersOf(ours), headersOf(theirs));
}

test('Gemini over SSE', async () => {
  await sim.script({gemini: {audio_ms: 20}});
  const ours = await nexydAsks(['llm.provider=gemini', `llm.gemini.base_url=${sim.http}`], 'gemini');
  const said = jsonOf(ours);
  await sim.script({gemini: {}});
  const client = new GoogleGenAI({apiKey: 'K', httpOptions: {baseUrl: sim.http}});
  const {contents, generationConfig, ...rest} = said;
  const model = /models\/(.*):/.exec(ours.target)[1];
  for await (const _ of await client.models.generateContentStream({model, contents, config: {...generationConfig, ...rest}}));
  const [theirs] = await sim.requests('gemini');
  same(ours, theirs);
  assert.deepEqual(said, jsonOf(theirs));
});

test('Gemini Live', async () => {
  await sim.script({gemini_live: {audio_ms: 100}});
  const ours = await nexydAsks(['llm.provider=gemini_live', `llm.gemini.base_url=${sim.http}`], 'gemini_live');
  const messagesOf = (request) =>
    request.messages.filter((one) => one.from === 'client').map((one) => JSON.parse(one.text ?? Buffer.from(one.base64, 'base64')));
  const [{setup}, {clientContent}] = messagesOf(ours);
  await sim.script({gemini_live: {audio_ms: 100}});
  const client = new GoogleGenAI({apiKey: 'K', httpOptions: {baseUrl: sim.http}});
  const {model, generationConfig, ...rest} = setup;
  let finished;
  const done = new Promise((resolve) => { finished = resolve; });
  const session = await client.live.connect({
    model,
    config: {...generationConfig, ...rest},
    callbacks: {onmessage: (message) => message.serverContent?.turnComplete && finished()},
  });
  session.sendClientContent(clientContent);
  await done;
  session.close();
  const [theirs] = await sim.requests('gemini_live');
  assert.equal(pathOf(ours), pathOf(theirs).replace(/\?.*/, ''));
  assert.deepEqual(messagesOf(ours).slice(0, 2), messagesOf(theirs));
  assert.equal(headersOf(ours)['x-goog-api-key'], 'K');
});

test('chat of an OpenAI-compatible server', async () => {
  await sim.script({openai_chat: {}});
  const ours = await nexydAsks(['llm.provider=openai', `llm.openai.base_url=${sim.http}/v1`], 'openai_chat');
  const said = jsonOf(ours);
  await sim.script({openai_chat: {}});
  const client = new OpenAI({baseURL: `${sim.http}/v1`, apiKey: 'K', maxRetries: 0});
  for await (const _ of await client.chat.completions.create(said));
  const [theirs] = await sim.requests('openai_chat');
  same(ours, theirs);
  assert.deepEqual(said, jsonOf(theirs));
});

test('speech of an OpenAI-compatible server', async () => {
  await sim.script({openai_chat: {text: ['Hello world.']}, openai_speech: {audio_ms: 100}});
  const ours = await nexydAsks(['llm.provider=openai', `llm.openai.base_url=${sim.http}/v1`,
    'tts.provider=openai', `tts.openai.base_url=${sim.http}/v1`], 'openai_speech');
  const said = jsonOf(ours);
  await sim.script({openai_speech: {audio_ms: 100}});
  const client = new OpenAI({baseURL: `${sim.http}/v1`, apiKey: 'K', maxRetries: 0});
  await (await client.audio.speech.create(said)).arrayBuffer();
  const [theirs] = await sim.requests('openai_speech');
  same(ours, theirs);
  assert.deepEqual(said, jsonOf(theirs));
});

test('the SSML for Azure', async () => {
  await sim.script({openai_chat: {text: ['Rock & roll <3.']}, azure_tts: {audio_ms: 100}});
  const ours = await nexydAsks(['llm.provider=openai', `llm.openai.base_url=${sim.http}/v1`,
    'tts.provider=azure', `tts.azure.endpoint=${sim.http}`, 'tts.azure.region=sim'], 'azure_tts');
  const ssml = ours.body.text;
  const spoken = /<voice[^>]*>(.*)<\/voice>/s.exec(ssml)[1];
  const unescaped = spoken.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&apos;/g, "'").replace(/&amp;/g, '&');
  await sim.script({azure_ws: {audio_ms: 100}});
  const config = sdk.SpeechConfig.fromHost(new URL(sim.ws), 'K');
  config.speechSynthesisVoiceName = /name="([^"]*)"/.exec(ssml)[1];
  config.speechSynthesisOutputFormat = sdk.SpeechSynthesisOutputFormat.Raw48Khz16BitMonoPcm;
  const synthesizer = new sdk.SpeechSynthesizer(config, null);
  await new Promise((resolve, reject) => synthesizer.speakTextAsync(unescaped, resolve, reject));
  await new Promise((resolve) => synthesizer.close(resolve, resolve));
  const [theirs] = await sim.requests('azure_ws');
  const text = theirs.messages.map((one) => one.text).find((one) => /path: *ssml/i.test(one));
  // Quotes, the order of attributes and namespaces that nothing uses carry no meaning.
  const canonical = (xml) => xml.replace(/<([\w:-]+)([^>]*)>/g, (_, tag, attributes) => {
    const all = [...attributes.matchAll(/([\w:-]+)=["']([^"']*)["']/g)].map(([, name, value]) => `${name}="${value}"`);
    return `<${tag} ${all.filter((one) => !one.startsWith('xmlns:')).sort().join(' ')}>`;
  });
  assert.equal(canonical(ssml), canonical(text.split('\r\n\r\n')[1]));
  assert.equal(headersOf(ours)['x-microsoft-outputformat'], 'raw-48khz-16bit-mono-pcm');
  assert.equal(headersOf(ours)['content-type'], 'application/ssml+xml');
});

// Name -> headers and bytes of each part.
function formOf(request) {
  const body = request.body.text ?? Buffer.from(request.body.base64, 'base64').toString('latin1');
  const [, boundary] = /boundary="?([^";]+)/.exec(headersOf(request)['content-type']);
  const parts = body.split(`--${boundary}`).slice(1, -1).map((part) => {
    const end = part.indexOf('\r\n\r\n');
    const head = part.slice(2, end).split('\r\n').map((line) => line.replace(/^[^:]+/, (name) => name.toLowerCase())).sort();
    return [head.join('\n'), part.slice(end + 4, -2)];
  });
  return Object.fromEntries(parts.sort());
}

test('transcriptions of an OpenAI-compatible server', async () => {
  await sim.script({openai_transcriptions: {text: ['Hello world.']}});
  const home = await mkdtemp(join(tmpdir(), 'nexy-differential-'));
  await writeFile(`${home}/sound.wav`, wav());
  const ctl = spawn(`${NEXY_BIN}/nexyctl`, ['stt', `${home}/sound.wav`, '--language', 'en', '--set', `stt.openai.base_url=${sim.http}/v1`],
    {env: {...process.env, OPENAI_API_KEY: 'K'}, stdio: ['ignore', 'pipe', 'inherit']});
  let heard = '';
  for await (const data of ctl.stdout) heard += data;
  await rm(home, {recursive: true, force: true});
  assert.equal(heard.trim(), 'Hello world.');
  const [ours] = await sim.requests('openai_transcriptions');
  const model = Object.entries(formOf(ours)).find(([head]) => head.includes('name="model"'))[1];
  await sim.script({openai_transcriptions: {}});
  const client = new OpenAI({baseURL: `${sim.http}/v1`, apiKey: 'K', maxRetries: 0});
  await client.audio.transcriptions.create({
    file: await toFile(wav(), 'sound.wav', {type: 'audio/wav'}), model, language: 'en', response_format: 'json'});
  const [theirs] = await sim.requests('openai_transcriptions');
  assert.equal(pathOf(ours), pathOf(theirs));
  assert.deepEqual(formOf(ours), formOf(theirs));
  assert.equal(headersOf(ours).authorization, headersOf(theirs).authorization);
});
