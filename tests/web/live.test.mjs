import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { changeOf, complaintsOf, openBrowser, skipReason } from './browser.mjs';
import { startHost } from './host.mjs';

const screenshots = fileURLToPath(new URL('./screenshots/', import.meta.url));
const options = { skip: skipReason, timeout: 90_000 };
let host;

before(async () => {
  if (skipReason) return;
  mkdirSync(screenshots, { recursive: true });
  host = await startHost();
});

after(async () => {
  if (host) assert.equal(await host.stop(), 0, 'the server stops cleanly');
});

/** Opens the page Live in a fresh browser, runs the steps, and holds the page to be without complaints. */
async function visit(context, steps, path = '/') {
  const { browser, close } = await openBrowser(context);
  try {
    const page = browser.pages()[0];
    const complaints = complaintsOf(page);
    await page.goto(host.url + path);
    await page.locator('main').waitFor();
    await steps(page, complaints);
    assert.deepEqual(complaints, []);
  } finally {
    await close();
  }
}

async function startSession(page) {
  if ((await page.request.get(`${host.url}/api/live`).then((r) => r.json())).state !== 'running')
    await page.request.post(`${host.url}/api/live/start`);
  await page.locator('[data-cell=time]').waitFor();
}

test('an empty page offers the virtual subject, and one click shows a signal', options, () =>
  visit({}, async (page) => {
    if (!process.env.PONS_STUDIO_URL) {
      await page.getByRole('heading', { name: 'No signal yet' }).waitFor();
      await page.screenshot({ path: `${screenshots}empty.png` });
      await page.getByRole('button', { name: 'Start with the virtual subject' }).click();
    } else await startSession(page);
    await page.getByText('Running', { exact: true }).waitFor();
    await page.waitForTimeout(1500);
    assert.ok((await changeOf(page, 'signals', 700)) > 1000, 'the traces move');
  }),
);

test('traces move, the head map and the spectrum change, decisions are drawn', options, () =>
  visit({}, async (page) => {
    await startSession(page);
    await page.waitForFunction(() => !document.querySelector('[data-panel=head] p'), null, { timeout: 15000 });
    assert.ok((await changeOf(page, 'signals', 500)) > 1000, 'the traces move');
    assert.ok((await changeOf(page, 'head', 1500)) > 300, 'the head map changes');
    assert.ok((await changeOf(page, 'spectrum', 1500)) > 100, 'the spectrum changes');
    assert.ok((await changeOf(page, 'decisions', 700)) > 100, 'the probabilities move');
    const position = () => page.locator('[data-panel=task] svg[role=img]').getAttribute('data-position');
    const first = await position();
    await page.waitForFunction((before) => document.querySelector('[data-panel=task] svg[role=img]').dataset.position !== before, first, { timeout: 15000 });
  }),
);

for (const [language, theme] of [['en', 'dark'], ['en', 'light'], ['zh', 'dark'], ['zh', 'light']]) {
  for (const [form, viewport] of [['desktop', { width: 1280, height: 720 }], ['tablet', { width: 820, height: 1180 }]]) {
    test(`looks right: ${language}, ${theme}, ${form}`, options, () =>
      visit({ viewport, locale: language === 'zh' ? 'zh-CN' : 'en-GB', colorScheme: theme }, async (page) => {
        await startSession(page);
        await page.waitForTimeout(4000);
        const title = { en: 'Class probabilities', zh: '类别概率' }[language];
        await page.getByRole('heading', { name: title }).waitFor();
        assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), theme);
        assert.equal(await page.evaluate(() => document.documentElement.lang), { en: 'en', zh: 'zh-CN' }[language]);
        const overflow = await page.evaluate(() => [document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight]);
        assert.deepEqual(overflow, [0, 0], 'no scroll bars');
        await page.screenshot({ path: `${screenshots}live-${language}-${theme}-${form}.png` });
      }),
    );
  }
}

test('at 200 % zoom everything can be reached by scrolling down only', options, () =>
  visit({ viewport: { width: 640, height: 360 }, deviceScaleFactor: 2 }, async (page) => {
    await startSession(page);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.equal(wide, 0);
    await page.locator('[data-panel=latency]').scrollIntoViewIfNeeded();
    assert.ok(await page.locator('[data-panel=latency]').isVisible());
    await page.screenshot({ path: `${screenshots}zoom.png`, fullPage: true });
  }),
);

test('language and theme switch at run time and are kept', options, () =>
  visit({}, async (page) => {
    await page.getByRole('button', { name: 'Switch to Chinese' }).click();
    await page.getByRole('heading', { name: '信号', exact: true }).waitFor();
    await page.getByRole('button', { name: '浅色主题' }).click();
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'light');
    await page.reload();
    await page.getByRole('heading', { name: '信号', exact: true }).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'light');
  }),
);

test('the keyboard does everything that matters', options, () =>
  visit({}, async (page) => {
    await startSession(page);
    const amplitude = page.getByLabel('Amplitude per row', { exact: true });
    assert.equal(await amplitude.inputValue(), '30');
    await page.keyboard.press('ArrowUp');
    assert.equal(await amplitude.inputValue(), '20');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    assert.equal(await amplitude.inputValue(), '50');
    await page.keyboard.press('ArrowRight');
    assert.equal(await page.getByLabel('Time base', { exact: true }).inputValue(), '15');
    await page.keyboard.press('f');
    assert.equal(await page.getByLabel('Filter', { exact: true }).inputValue(), '8-30');
    await page.keyboard.press('m');
    assert.equal(await page.getByLabel('Motion', { exact: true }).inputValue(), 'sweep');
    await page.keyboard.press('r');
    assert.equal(await page.getByRole('button', { name: 'Show removed' }).getAttribute('aria-pressed'), 'true');
    await page.keyboard.press('b');
    assert.equal(await page.getByLabel('Band', { exact: true }).inputValue(), 'beta');
    assert.match(page.url(), /#\/live\?.*amplitude=50.*band=beta/, 'the view stands in the address');
    await page.waitForTimeout(800);
    await page.screenshot({ path: `${screenshots}sweep.png` });
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
    await page.screenshot({ path: `${screenshots}keys.png` });
    await page.keyboard.press('Escape');
    assert.equal(await page.getByRole('dialog').count(), 0);
    await page.keyboard.press('c');
    await page.getByRole('dialog', { name: 'Channels' }).waitFor();
    await page.screenshot({ path: `${screenshots}channels.png` });
    await page.keyboard.press('Escape');
    await page.keyboard.press(' ');
    await page.getByText('Paused', { exact: true }).waitFor();
    await page.keyboard.press(' ');
    await page.getByText('Running', { exact: true }).waitFor();
    await page.keyboard.press('s');
    await page.getByText('Ended', { exact: true }).waitFor();
    await page.getByText('The session has ended').waitFor();
    await page.keyboard.press(' ');
    await page.getByText('Running', { exact: true }).waitFor();
    await page.keyboard.press('Control+.');
    await page.getByText('Ended', { exact: true }).waitFor();
    await startSession(page);
  }),
);

test('channels can be chosen by group and singly, and a shared address shows the same', options, () =>
  visit({}, async (page) => {
    await startSession(page);
    const count = page.getByRole('button', { name: /^Channels/ });
    await count.click();
    await page.getByRole('button', { name: 'Motor' }).click();
    assert.match(await count.innerText(), /21 of 64/);
    await page.getByLabel('Show C3', { exact: true }).uncheck();
    assert.match(await count.innerText(), /20 of 64/);
    await page.getByLabel('Follow FCz in the spectrum').click();
    assert.match(await page.locator('[data-panel=spectrum] ul').innerText(), /FCz/);
    const address = page.url();
    const other = await page.context().newPage();
    await other.goto(address);
    await other.getByRole('button', { name: /^Channels/ }).getByText('20 of 64').waitFor();
  }),
);

test('panels can be resized by pointer and keyboard, and stay so', options, () =>
  visit({}, async (page) => {
    await startSession(page);
    const width = async () => (await page.locator('[data-panel=signals]').boundingBox()).width;
    const before = await width();
    const handle = page.getByRole('separator', { name: 'Width of the left column' });
    await handle.focus();
    for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowLeft');
    const narrower = await width();
    assert.ok(narrower < before - 80, `${narrower} < ${before}`);
    await page.reload();
    await page.locator('[data-cell=time]').waitFor();
    assert.ok(Math.abs((await width()) - narrower) < 2);
  }),
);

test('every control has a name, and the page has its landmarks', options, () =>
  visit({}, async (page) => {
    await startSession(page);
    for (const path of ['#/live', '#/help']) {
      await page.evaluate((hash) => (location.hash = hash), path);
      await page.waitForTimeout(300);
      const nameless = await page.evaluate(() =>
        [...document.querySelectorAll('button, select, input, a, [role=separator], [role=img]')]
          .filter((control) => !(control.getAttribute('aria-label') ?? control.labels?.[0]?.textContent ?? control.textContent ?? '').trim())
          .map((control) => control.outerHTML.slice(0, 120)),
      );
      assert.deepEqual(nameless, []);
      assert.equal(await page.getByRole('main').count(), 1);
      assert.equal(await page.getByRole('navigation').count(), 1);
    }
    assert.equal(await page.locator('[role=status]').count(), 1);
    assert.equal(await page.locator('[role=alert]').count(), 1);
    await page.screenshot({ path: `${screenshots}help.png` });
  }),
);

test('text stands out from its ground by 4.5 to 1 in both themes', options, () =>
  visit({}, async (page) => {
    await startSession(page);
    for (const theme of ['dark', 'light']) {
      const faint = await page.evaluate((name) => {
        document.documentElement.dataset.theme = name;
        const value = (token) => getComputedStyle(document.documentElement).getPropertyValue(`--${token}`).trim();
        const luminance = (hex) => {
          const [r, g, b] = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const contrast = (a, b) => {
          const [low, high] = [luminance(value(a)), luminance(value(b))].sort((x, y) => x - y);
          return (high + 0.05) / (low + 0.05);
        };
        const pairs = ['text-1', 'text-2', 'text-3', 'good', 'warn', 'bad', 'accent', 'hatch', 'trace-left', 'trace-right', 'left', 'right'].map((ink) => [ink, 'surface-1']);
        pairs.push(['text-2', 'surface-2'], ['text-1', 'surface-3'], ['accent-text', 'accent'], ['stop-text', 'stop']);
        return pairs.map(([ink, ground]) => [ink, ground, contrast(ink, ground)]).filter(([, , ratio]) => ratio < 4.5);
      }, theme);
      assert.deepEqual(faint, [], theme);
    }
  }),
);

test('motion is calmed for people who ask for it', options, () =>
  visit({ reducedMotion: 'reduce' }, async (page) => {
    await startSession(page);
    assert.equal(await page.getByLabel('Motion', { exact: true }).inputValue(), 'sweep');
  }),
);

test('frames keep coming for ten seconds', options, () =>
  visit({}, async (page) => {
    await startSession(page);
    await page.waitForTimeout(1000);
    const times = await page.evaluate(
      () =>
        new Promise((done) => {
          const times = [];
          let last = performance.now();
          const end = last + 10000;
          const tick = (now) => {
            times.push(now - last);
            last = now;
            if (now < end) requestAnimationFrame(tick);
            else done(times.sort((a, b) => a - b));
          };
          requestAnimationFrame(tick);
        }),
    );
    const at = (share) => times[Math.floor(share * (times.length - 1))].toFixed(1);
    console.log(`frames in 10 s: ${times.length}; frame time p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, max ${at(1)} ms`);
    assert.ok(times.length > 100, 'at least ten frames a second even on a busy computer');
  }),
);

test('a lost connection is said and comes back by itself', { skip: skipReason || (process.env.PONS_STUDIO_URL && 'needs a server of its own') }, async () => {
  const own = await startHost({ channels: 19 });
  const port = new URL(own.url).port;
  const { browser, close } = await openBrowser();
  try {
    const page = browser.pages()[0];
    await page.goto(own.url);
    await page.locator('main').waitFor();
    await own.stop();
    await page.getByText('The server does not answer').waitFor();
    await page.screenshot({ path: `${screenshots}lost.png` });
    const again = await startHost({ channels: 19, port });
    try {
      await page.getByText('No session', { exact: true }).waitFor({ timeout: 30000 });
    } finally {
      await again.stop();
    }
  } finally {
    await close();
  }
});
