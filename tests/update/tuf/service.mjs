// A loopback server for a release store, and an attacker's hands on what it serves.
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { Readable } from 'node:stream';
import { BaseFetcher, Updater } from 'tuf-js';
import { DownloadHTTPError } from 'tuf-js/dist/error.js';

const bin = process.env.NEXY_BIN_DIR;
export const passphrase = 'correct horse battery staple';
export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

// An operator with keys and a store in a folder of one test's own.
export class Operator {
  constructor(...keys) {
    this.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'nexy-tuf-'));
    fs.writeFileSync(this.at('notes.en.md'), 'Better.');
    this.update('keygen', '--quick', ...keys);
    this.update('init');
    this.publish('2.1.0.1');
    this.update('promote', '--from', 'beta', '--to', 'stable');
  }
  at(name) {
    return path.join(this.folder, name);
  }
  update(...words) {
    return this.updateWith('keys', ...words);
  }
  updateWith(keys, ...words) {
    const usual = ['--keys', this.at(keys), '--store', this.at('store'), '--set',
      'update.public_url=https://updates.example.test/updates'];
    return execFileSync(path.join(bin, 'nexyctl'), ['update', ...words, ...usual], {
      env: { HOME: this.folder, NEXYCTL_PASSPHRASE: passphrase },
      stdio: ['ignore', 'pipe', 'pipe'],
    }).toString();
  }
  publish(version, channel = 'beta') {
    fs.writeFileSync(this.at('Nexy.dmg'), `image ${version}`);
    this.update('publish', '--unread-program', '--channel', channel, '--version', version, '--notes', this.at('notes.en.md'),
      this.at('Nexy.dmg'));
  }
  // Everything that is served now, by name.
  files() {
    const number = fs.readFileSync(this.at('store/current'), 'utf8').split(' ')[0];
    const publication = JSON.parse(fs.readFileSync(this.at(`store/publications/${number}.json`)));
    return new Map(Object.entries(publication.files).map(([name, file]) =>
      [name, fs.readFileSync(this.at(`store/blobs/${file.sha256}`))]));
  }
  // A document signed with a key of the operator's, as a thief of that key would.
  forge(role, body, folder = 'keys') {
    return execFileSync(path.join(bin, 'nexy_forge'), [this.at(`${folder}/${role}.key`), role], {
      env: { NEXYCTL_PASSPHRASE: passphrase },
      input: JSON.stringify(body),
    });
  }
  strangerKeys() {
    this.updateWith('stranger', 'keygen', '--quick');
    return 'stranger';
  }
  remove() {
    fs.rmSync(this.folder, { recursive: true });
  }
}

// Serves a map of files, whatever an attacker has put there: bytes, or a function of the response.
export class Mirror {
  static async serve(files) {
    const mirror = new Mirror();
    mirror.files = files;
    mirror.server = http.createServer((request, response) => {
      const served = mirror.files.get(decodeURIComponent(request.url.slice(1)));
      if (served === undefined) {
        response.writeHead(404).end();
      } else if (typeof served === 'function') {
        served(response);
      } else {
        response.end(served);
      }
    });
    await new Promise((resolve) => mirror.server.listen(0, '127.0.0.1', resolve));
    mirror.url = `http://127.0.0.1:${mirror.server.address().port}`;
    return mirror;
  }
  json(name) {
    return JSON.parse(this.files.get(name));
  }
  close() {
    this.server.closeAllConnections?.();
    this.server.close();
  }
}

// The shipped nexyd, whose alpha channel opens to a token.
export class Server {
  static token = 'a-token-for-alpha';
  static async start(operator) {
    const server = new Server();
    fs.writeFileSync(operator.at('tokens'), `alpha ${sha256(Server.token)}\n`);
    const settings = ['rpc.port=0', 'web.port=0', 'update.port=0', 'rpc.host=127.0.0.1', 'web.host=127.0.0.1',
      'update.host=127.0.0.1', `update.store=${operator.at('store')}`, `update.tokens_file=${operator.at('tokens')}`,
      `update.reports=${operator.at('reports')}`, `store.path=${operator.at('nexy.db')}`];
    server.process = spawn(path.join(bin, 'nexyd'), settings.flatMap((setting) => ['--set', setting]),
      { stdio: ['ignore', 'pipe', 'ignore'] });
    for await (const line of readline.createInterface({ input: server.process.stdout })) {
      const ready = line.match(/"update": ?"([^"]+)"/);
      if (ready) {
        server.url = `http://${ready[1]}`;
        return server;
      }
    }
    throw new Error('nexyd did not become ready');
  }
  close() {
    this.process.kill();
  }
}

// Shows a token with each request, as the client of a closed channel does.
class TokenFetcher extends BaseFetcher {
  constructor(token) {
    super();
    this.token = token;
  }
  async fetch(url) {
    const response = await globalThis.fetch(url, { headers: { Authorization: `Bearer ${this.token}` } });
    if (!response.ok) throw new DownloadHTTPError('refused', response.status);
    return Readable.fromWeb(response.body);
  }
}

// The official client, with the root document that our clients are built with.
export class Client {
  constructor(operator) {
    this.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'nexy-tuf-client-'));
    fs.copyFileSync(operator.at('keys/root.json'), path.join(this.folder, 'root.json'));
  }
  updater(mirror, config = {}, token = undefined) {
    return new Updater({
      fetcher: token && new TokenFetcher(token),
      metadataDir: this.folder,
      targetDir: this.folder,
      metadataBaseUrl: `${mirror.url}/metadata`,
      targetBaseUrl: `${mirror.url}/targets`,
      config: { fetchRetries: 0, fetchRetry: 0, ...config },
    });
  }
  async refresh(mirror, config, token) {
    const updater = this.updater(mirror, config, token);
    await updater.refresh();
    return updater;
  }
  async download(mirror, name, token) {
    const updater = await this.refresh(mirror, {}, token);
    const info = await updater.getTargetInfo(name);
    return fs.readFileSync(await updater.downloadTarget(info));
  }
  remove() {
    fs.rmSync(this.folder, { recursive: true });
  }
}
