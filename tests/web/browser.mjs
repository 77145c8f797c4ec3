import { existsSync } from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const places = [process.env.PONS_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where Chromium is, or why these tests cannot run. */
export const chromiumPath = places.find((path) => path && existsSync(path));
export const skipReason = chromiumPath ? false : 'Chromium was not found; install it or set PONS_CHROMIUM to its path';

const flags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

/** A browser with an empty profile. `close` also removes the profile. */
export async function openBrowser(context = {}) {
  const profile = mkdtempSync(join(tmpdir(), 'pons-browser-'));
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath,
    headless: true,
    args: flags,
    viewport: { width: 1280, height: 720 },
    locale: 'en-GB',
    colorScheme: 'dark',
    ...context,
  });
  return {
    browser,
    async close() {
      await browser.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** Everything that a page complained about. */
export function complaintsOf(page) {
  const complaints = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (fault) => complaints.push(`exception: ${fault.message}`));
  page.on('request', (request) => {
    const { hostname } = new URL(request.url());
    if (hostname !== '127.0.0.1') complaints.push(`request to outside: ${request.url()}`);
  });
  return complaints;
}

/** How many pixels of a panel's canvas differ between now and some time later. */
export function changeOf(page, panel, milliseconds) {
  return page.evaluate(
    async ([selector, wait]) => {
      const canvas = document.querySelector(selector);
      const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
      const read = () => {
        copy.clearRect(0, 0, canvas.width, canvas.height);
        copy.drawImage(canvas, 0, 0);
        return copy.getImageData(0, 0, canvas.width, canvas.height).data;
      };
      const first = read();
      await new Promise((done) => setTimeout(done, wait));
      const second = read();
      let changed = 0;
      for (let i = 0; i < first.length; i += 4) if (first[i] !== second[i] || first[i + 1] !== second[i + 1]) changed++;
      return changed;
    },
    [`[data-panel=${panel}] canvas`, milliseconds],
  );
}
