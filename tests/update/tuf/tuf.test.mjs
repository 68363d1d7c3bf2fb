// The official TUF client for JavaScript accepts what Nexy publishes, and refuses each attack of the
// specification's list.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { Client, Mirror, Operator, Server, sha256 } from './service.mjs';

const archive = 'Nexy-2010002.dmg';
let operator;
let old;  // What was served when 2.1.0.1 was the newest.
let mirror;
let client;

before(() => {
  operator = new Operator();
  old = operator.files();
  operator.publish('2.1.0.2');
});
after(() => operator.remove());
beforeEach(async () => {
  mirror = await Mirror.serve(operator.files());
  client = new Client(operator);
});
afterEach(() => {
  mirror.close();
  client.remove();
});

const numberOf = (kind) => {
  const names = [...mirror.files.keys()].filter((name) => name.endsWith(`.${kind}.json`));
  return Math.max(...names.map((name) => Number(name.match(/(\d+)\./)[1])));
};
// Lets the holder of a key vouch for a snapshot as it lies on the mirror.
const forgeTimestamp = (version, snapshot, folder) => {
  const body = mirror.json('metadata/timestamp.json').signed;
  const bytes = mirror.files.get(`metadata/${snapshot}.snapshot.json`);
  body.version = version;
  body.meta['snapshot.json'] = { version: snapshot, length: bytes.length, hashes: { sha256: sha256(bytes) } };
  mirror.files.set('metadata/timestamp.json', operator.forge('timestamp', body, folder));
};
const forgeTargets = (change, role, folder) => {
  const number = numberOf('targets');
  const targets = mirror.json(`metadata/${number}.targets.json`).signed;
  change(targets);
  const bytes = operator.forge(role, targets, folder);
  mirror.files.set(`metadata/${number}.targets.json`, bytes);
  const snapshot = mirror.json(`metadata/${number}.snapshot.json`).signed;
  snapshot.meta['targets.json'] = { version: number, length: bytes.length, hashes: { sha256: sha256(bytes) } };
  mirror.files.set(`metadata/${number}.snapshot.json`, operator.forge(role, snapshot, folder));
  forgeTimestamp(mirror.json('metadata/timestamp.json').signed.version + 1, number);
};

test('accepts what is published and gets the archive with all that is said about it', async () => {
  const updater = await client.refresh(mirror);
  const info = await updater.getTargetInfo(archive);
  assert.equal(info.custom.release.version, '2.1.0.2');
  assert.equal(info.custom.app_id, 'com.nexy.assistant');
  assert.equal((await client.download(mirror, archive)).toString(), 'image 2.1.0.2');
  assert.equal((await client.download(mirror, 'notes/2010002.en.md')).toString(), 'Better.');
  assert.match((await client.download(mirror, 'appcast.xml')).toString(), /Nexy-2010001\.dmg/);
});

test('follows from one publication to the next', async () => {
  mirror.files = old;
  await client.refresh(mirror);
  mirror.files = operator.files();
  assert.ok(await (await client.refresh(mirror)).getTargetInfo(archive));
});

test('arbitrary software: other bytes', async () => {
  mirror.files.set(`targets/${sha256('image 2.1.0.2')}.${archive}`, Buffer.from('evil, and 13b'));
  await assert.rejects(client.download(mirror, archive), /length|hash/i);
});

test('arbitrary software: a list that the thief of the online key has made', async () => {
  forgeTargets((targets) => {
    targets.targets[archive].hashes.sha256 = sha256('evil');
    targets.targets[archive].length = 4;
  }, 'timestamp');
  await assert.rejects(client.refresh(mirror), /signed/);
});

test('rollback to an older publication', async () => {
  await client.refresh(mirror);
  mirror.files = old;
  await assert.rejects(client.refresh(mirror), /less than current version/);
});

test('rollback of the list with a stolen online key', async () => {
  await client.refresh(mirror);
  forgeTimestamp(1000, numberOf('snapshot') - 1);
  await assert.rejects(client.refresh(mirror), /less than current version/);
});

test('indefinite freeze', async () => {
  const RealDate = globalThis.Date;
  const later = RealDate.now() + 30 * 86_400_000;
  globalThis.Date = class extends RealDate {
    constructor(...given) {
      super(...(given.length ? given : [later]));
    }
  };
  try {
    await assert.rejects(client.refresh(mirror), /expired/);
  } finally {
    globalThis.Date = RealDate;
  }
});

test('endless data', async () => {
  for (const name of ['metadata/timestamp.json', `metadata/${numberOf('snapshot')}.snapshot.json`]) {
    const right = mirror.files.get(name);
    mirror.files.set(name, Buffer.concat([right, Buffer.alloc(6_000_000, ' ')]));
    await assert.rejects(client.refresh(mirror), /length/i, name);
    mirror.files.set(name, right);
  }
});

test('slow retrieval', async () => {
  mirror.files.set('metadata/timestamp.json', (response) => {
    response.writeHead(200);
    response.write('{');  // And nothing more, ever.
  });
  await assert.rejects(client.refresh(mirror, { fetchTimeout: 300 }));
});

test('mix and match', async () => {
  const number = numberOf('targets');
  mirror.files.set(`metadata/${number}.targets.json`, mirror.files.get(`metadata/${number - 1}.targets.json`));
  await assert.rejects(client.refresh(mirror), /length|hash/i);
});

test('extraneous dependencies: only what is in the signed lists can be asked for', async () => {
  const updater = await client.refresh(mirror);
  assert.equal(await updater.getTargetInfo('some-library.dylib'), undefined);
});

test('a closed channel: its own list, for whoever has the token', async () => {
  const inviting = new Operator();
  const stranger = new Client(inviting);
  const tester = new Client(inviting);
  let server;
  try {
    inviting.publish('2.1.0.2', 'alpha');
    server = await Server.start(inviting);
    assert.equal((await tester.download(server, archive, Server.token)).toString(), 'image 2.1.0.2');
    assert.match((await tester.download(server, 'appcast-alpha.xml', Server.token)).toString(), /2010002/);
    // A stranger has the whole of what is public, and is not told what else there is.
    assert.equal((await stranger.download(server, 'Nexy-2010001.dmg')).toString(), 'image 2.1.0.1');
    await assert.rejects(stranger.download(server, archive), /Failed to download/);
    await assert.rejects(stranger.download(server, 'Nexy-2010077.dmg'), /Failed to download/);
    // Opened, and closed again: whoever followed follows on.
    const channels = (rule) => inviting.update('init', '--set', `update.channels=stable=public beta=public alpha=${rule}`);
    for (const rule of ['public', 'closed']) {
      channels(rule);
      const mirror = await Mirror.serve(inviting.files());
      try {
        assert.equal((await tester.download(mirror, archive)).toString(), 'image 2.1.0.2', rule);
      } finally {
        mirror.close();
      }
    }
  } finally {
    server?.close();
    stranger.remove();
    tester.remove();
    inviting.remove();
  }
});

test('a wrong key', async () => {
  const folder = operator.strangerKeys();
  forgeTimestamp(1000, numberOf('snapshot'), folder);
  await assert.rejects(client.refresh(mirror), /signed/);
});

test('too few keys: a root that asks for two signatures', async () => {
  const folder = operator.strangerKeys();
  const root = mirror.json('metadata/1.root.json').signed;
  const stranger = JSON.parse(operator.forge('timestamp', {}, folder)).signatures[0].keyid;
  root.version = 2;
  root.roles.timestamp.threshold = 2;
  root.roles.timestamp.keyids.push(stranger);
  mirror.files.set('metadata/2.root.json', operator.forge('root', root));
  await assert.rejects(client.refresh(mirror), /signed/);
});

test('a stolen root document needs the old root key as well', async () => {
  const folder = operator.strangerKeys();
  const root = mirror.json('metadata/1.root.json').signed;
  root.version = 2;
  mirror.files.set('metadata/2.root.json', operator.forge('root', root, folder));
  await assert.rejects(client.refresh(mirror), /signed/);
});

test('fast-forward, and the recovery by a new timestamp key', async () => {
  forgeTimestamp(2_000_000_000, numberOf('snapshot'));
  await client.refresh(mirror);  // The thief's number is believed.
  mirror.files = operator.files();
  await assert.rejects(client.refresh(mirror), /less than current version/);
  operator.update('rotate-key', 'timestamp', '--quick');
  mirror.files = operator.files();
  await client.refresh(mirror);
});

test('compromise of each key, and the rotation that ends it', async () => {
  for (const role of ['release', 'root']) {
    operator.update('rotate-key', role, '--quick');
    mirror.files = operator.files();
    await client.refresh(mirror);
  }
  const compromised = operator.files();
  mirror.files = compromised;
  const number = numberOf('targets');
  const name = `metadata/${number}.snapshot.json`;
  // The old release key signs nothing more that counts.
  const body = mirror.json(name).signed;
  const before = operator.at('keys/release.key');
  const { renameSync, readdirSync } = await import('node:fs');
  const stolen = readdirSync(operator.at('keys')).find((file) => file.startsWith('release.key.before'));
  renameSync(before, `${before}.now`);
  renameSync(operator.at(`keys/${stolen}`), before);
  try {
    body.version = number + 1;
    mirror.files.set(`metadata/${number + 1}.snapshot.json`, operator.forge('release', body));
    forgeTimestamp(mirror.json('metadata/timestamp.json').signed.version + 1, number + 1);
  } finally {
    renameSync(before, operator.at(`keys/${stolen}`));
    renameSync(`${before}.now`, before);
  }
  await assert.rejects(client.refresh(mirror), /signed/);
});

test('two of three people sign together, and one of them alone signs nothing', async () => {
  const three = new Operator('--release-keys', '3', '--release-threshold', '2', '--root-keys', '3',
    '--root-threshold', '2');
  const theirs = new Client(three);
  try {
    mirror.files = three.files();
    const updater = await theirs.refresh(mirror);
    assert.ok(await updater.getTargetInfo('Nexy-2010001.dmg'));
    three.update('rotate-key', 'root-2', '--quick');
    three.update('rotate-key', 'release', '--quick');
    three.publish('2.1.0.2');
    three.update('quorum', 'root', '--number', '2', '--threshold', '2', '--quick');
    three.update('quorum', 'release', '--number', '4', '--threshold', '3', '--quick');
    mirror.files = three.files();
    assert.ok(await (await theirs.refresh(mirror)).getTargetInfo(archive));
    // Whoever holds one release key and the online key.
    const number = numberOf('snapshot');
    const body = mirror.json(`metadata/${number}.snapshot.json`).signed;
    body.version = number + 1;
    const bytes = three.forge('release', body);
    mirror.files.set(`metadata/${number + 1}.snapshot.json`, bytes);
    const timestamp = mirror.json('metadata/timestamp.json').signed;
    timestamp.version += 1;
    timestamp.meta['snapshot.json'] = { version: number + 1, length: bytes.length, hashes: { sha256: sha256(bytes) } };
    mirror.files.set('metadata/timestamp.json', three.forge('timestamp', timestamp));
    await assert.rejects(theirs.refresh(mirror), /signed/);
    // A root that one of them signs alone.
    const root = mirror.json(`metadata/${numberOf('root')}.root.json`).signed;
    root.version += 1;
    root.roles.root.threshold = 1;
    mirror.files.set(`metadata/${root.version}.root.json`, three.forge('root', root));
    await assert.rejects(theirs.refresh(mirror), /signed/);
  } finally {
    theirs.remove();
    three.remove();
  }
});
