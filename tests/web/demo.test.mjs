import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { changeOf, complaintsOf, openBrowser, skipReason } from './browser.mjs';

// The product as a person meets it: ./pons demo, the printed address, a browser.
const screenshots = fileURLToPath(new URL('./screenshots/', import.meta.url));
const launcher = fileURLToPath(new URL('../../pons', import.meta.url));
const options = { skip: skipReason || (process.platform === 'win32' && 'the launcher of this test is a shell script'), timeout: 90_000 };
let demo, url, ended;

before(
  async () => {
    if (options.skip) return;
    mkdirSync(screenshots, { recursive: true });
    // Built first, so that the ten seconds below count for the demo alone.
    const building = spawn(launcher, ['--version'], { stdio: ['ignore', 'ignore', 'inherit'] });
    assert.equal((await once(building, 'exit'))[0], 0, 'the product builds');
    demo = spawn(launcher, ['demo', '--no-browser', '--seed', '7', '--url', 'http://127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'inherit'] });
    ended = once(demo, 'exit');
    url = await addressOf(demo);
  },
  { timeout: 300_000 },
);

after(async () => {
  if (!demo) return;
  demo.kill('SIGINT');
  assert.equal((await ended)[0], 0, 'Ctrl-C ends the demo cleanly');
});

async function addressOf(program) {
  let said = '';
  for await (const piece of program.stdout) {
    said += piece;
    const address = said.match(/http:\/\/127\.0\.0\.1:\d+/)?.[0];
    if (address) return address;
  }
  throw new Error(`The demo ended before it printed an address: ${said}`);
}

for (const [language, theme, words] of [
  ['en', 'light', { heading: 'Cursor task', running: 'Running' }],
  ['zh', 'dark', { heading: '光标任务', running: '运行中' }],
]) {
  test(`the demo shows a moving brain within ten seconds, ${language}, ${theme}`, options, async () => {
    const { browser, close } = await openBrowser({ locale: language === 'zh' ? 'zh-CN' : 'en-GB', colorScheme: theme, deviceScaleFactor: 2 });
    try {
      const page = browser.pages()[0];
      const complaints = complaintsOf(page);
      await page.goto(url);
      await page.getByText(words.running, { exact: true }).waitFor({ timeout: 10_000 });
      await page.getByText(words.heading, { exact: true }).waitFor();
      assert.ok((await changeOf(page, 'signals', 700)) > 1000, 'the traces move');
      await page.waitForFunction(() => !document.querySelector('[data-panel=head] p'), null, { timeout: 15_000 });
      assert.ok((await changeOf(page, 'head', 2000)) > 300, 'the head map changes');
      await page.waitForTimeout(25_000);
      await page.screenshot({ path: `${screenshots}demo-${language}.png` });
      assert.deepEqual(complaints, []);
    } finally {
      await close();
    }
  });
}
