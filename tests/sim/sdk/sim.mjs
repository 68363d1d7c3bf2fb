// Directs the nexy-sim that `run` has started, over its control endpoints.
export class Sim {
  constructor() {
    if (!process.env.NEXY_SIM_READY) throw new Error('tests/sim/sdk/run starts these tests');
    const {http, https} = JSON.parse(process.env.NEXY_SIM_READY);
    this.http = `http://${http}`;
    this.ws = `ws://${http}`;
    this.https = `https://localhost:${https.split(':')[1]}`;
    this.wss = `wss://localhost:${https.split(':')[1]}`;
  }

  async control(path, body) {
    const options = body === undefined ? {} : {method: 'POST', body: JSON.stringify(body)};
    const response = await fetch(`${this.http}/__sim/${path}`, options);
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${text}`);
    return JSON.parse(text);
  }

  async script(script) {
    await this.control('reset', {});
    await this.control('script', script);
  }

  async requests(service) {
    const all = await this.control('requests');
    return all.filter((request) => !service || request.service === service);
  }
}

// The error that `work` ends with.
export async function failureOf(work) {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
}

// 16 kHz mono, half a second of silence.
export function wav() {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + 16000, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(16000, 24);
  head.writeUInt32LE(32000, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(16000, 40);
  return Buffer.concat([head, Buffer.alloc(16000)]);
}
