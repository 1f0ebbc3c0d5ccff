// Runs a bundled program in a page of headless Chromium, served from this machine, and brings back what it reports.
import { spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Path of Chromium: CHROMIUM, or the first of its usual names on PATH; undefined where it is not installed. */
export function findChromium() {
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const candidates = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)));
  return [process.env.CHROMIUM, ...candidates].filter(Boolean).find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Serves `files` (path -> text or bytes) and opens '/', a page whose module script is `/main.js`. The program ends by
 * `fetch('/report', { method: 'POST', body: JSON.stringify(value) })`; the promise gives that value. Errors of the page
 * reject it, and so does silence for `timeout` milliseconds.
 */
export async function runPage({ chromium, files, timeout = 120_000 }) {
  const profile = mkdtempSync(join(tmpdir(), 'credence-page-'));
  let settle;
  const reported = new Promise((resolve, reject) => {
    settle = { resolve, reject };
  });
  const server = createServer((request, response) => {
    const path = new URL(request.url, 'http://localhost').pathname;
    if (request.method === 'POST') {
      const chunks = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8');
        response.end();
        if (path === '/report') settle.resolve(JSON.parse(body));
        else settle.reject(new Error(`The page failed: ${body}`));
      });
      return;
    }
    if (path === '/') {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(html);
    } else if (path in files) {
      response.setHeader('content-type', path.endsWith('.js') ? 'text/javascript' : 'application/octet-stream');
      response.end(files[path]);
    } else {
      response.statusCode = 404;
      response.end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${server.address().port}/`;
  const browser = spawn(chromium, [...flags, `--user-data-dir=${profile}`, address], {
    stdio: 'ignore',
    detached: true,
  });
  browser.on('error', (error) => settle.reject(error));
  browser.on('exit', (code) => settle.reject(new Error(`Chromium ended with code ${code} before the page reported.`)));
  const timer = setTimeout(() => settle.reject(new Error(`The page said nothing for ${timeout} ms.`)), timeout);
  try {
    return await reported;
  } finally {
    clearTimeout(timer);
    browser.removeAllListeners('exit');
    const gone = new Promise((resolve) => browser.once('exit', resolve));
    if (browser.pid && browser.exitCode === null) {
      process.kill(-browser.pid, 'SIGKILL'); // with the processes it started
      await gone;
    }
    server.closeAllConnections();
    server.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }).catch(() => {}); // a folder of /tmp
  }
}

const html = `<!doctype html><meta charset="utf-8"><title>Credence</title>
<script>
  const fail = (message) => fetch('/failure', { method: 'POST', body: String(message) });
  addEventListener('error', (event) => fail(event.message + ' ' + (event.error?.stack ?? '')));
  addEventListener('unhandledrejection', (event) => fail(event.reason?.stack ?? event.reason));
</script>
<script type="module" src="/main.js"></script>`;
