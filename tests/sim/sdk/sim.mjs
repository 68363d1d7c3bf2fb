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
