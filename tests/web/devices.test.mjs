import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { changeOf, complaintsOf, openBrowser, skipReason } from './browser.mjs';
import { startHost } from './host.mjs';

const screenshots = fileURLToPath(new URL('./screenshots/', import.meta.url));
const options = { skip: skipReason || (process.env.PONS_STUDIO_URL && 'needs a server of its own'), timeout: 120_000 };
let host;

before(async () => {
  if (options.skip) return;
  mkdirSync(screenshots, { recursive: true });
  host = await startHost({ channels: 19 });
});

after(async () => {
  if (host) assert.equal(await host.stop(), 0, 'the server stops cleanly');
});

/** Nothing is left of a test that failed. */
async function clear() {
  const post = (path) => fetch(`${host.url}/api/${path}`, { method: 'POST' });
  await post('recording/stop');
  await post('live/stop');
  const { devices } = await (await fetch(`${host.url}/api/devices`)).json();
  for (const device of devices) await post(`devices/${device.id}/disconnect`);
}

/** Puts into a ledger what `pons run --to` writes there. */
async function addReceiver(ledger) {
  const { folder } = await (await fetch(`${host.url}/api/sessions`)).json();
  const path = join(folder, ledger);
  const start = Number(/"hostNanoseconds":(\d+)/.exec(readFileSync(path, 'utf8'))[1]);
  const to = 'tcp://127.0.0.1:7000';
  const entries = [
    { entry: 'effector', to, kind: 'Connected', text: '' },
    { entry: 'command', to, decisionIndex: 0, label: 'left', isLate: false },
    { entry: 'effector', to, kind: 'Safe', text: 'Late' },
    { entry: 'effector', to, kind: 'Lost', text: 'the receiver closed the connection' },
    { entry: 'command', to, decisionIndex: 1, label: 'left', isLate: false, unsent: 'nobody is connected' },
  ];
  appendFileSync(path, entries.map((entry, i) => `${JSON.stringify({ ...entry, hostNanoseconds: start + i * 500_000_000 })}\n`).join(''));
}

async function visit(context, steps, path = '/#/devices') {
  await clear();
  const { browser, close } = await openBrowser(context);
  try {
    const page = browser.pages()[0];
    const complaints = complaintsOf(page);
    await page.goto(host.url + path);
    await page.locator('main').waitFor();
    await steps(page);
    // A refusal is an answer; the browser reports it as an error all the same.
    assert.deepEqual(complaints.filter((complaint) => !complaint.includes('409 (Conflict)')), []);
  } finally {
    await close();
  }
}

const state = (panel, words) => panel.locator('[data-part=state]').getByText(words).waitFor();

async function noScrollBars(page) {
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0, 'nothing is wider than the page');
}

async function namelessControls(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll('button, select, input, a, summary, [role=slider], [role=img]')]
      .filter((control) => !(control.getAttribute('aria-label') ?? control.labels?.[0]?.textContent ?? control.textContent ?? '').trim())
      .map((control) => control.outerHTML.slice(0, 120)),
  );
}

const words = {
  en: {
    first: 'Start with an emulated device', receiving: 'Receiving', lost: 'Lost', gone: 'The device is gone', show: 'Show on Live', pull: 'Pull the plug',
    plug: 'Plug in again', record: 'Record', note: 'Add note', end: 'End recording', open: 'Open', replay: 'Replay on Live', export: 'Export', stop: 'Stop',
    disconnect: 'Disconnect', bad: 'bad', chosen: 'Choose a recording', written: 'Written into', start: 'Start', both: 'Record and start', late: 'later than its budget',
  },
  zh: {
    first: '用仿真设备开始', receiving: '接收中', lost: '失去连接', gone: '设备已失去连接', show: '在“实时”页显示', pull: '拔线',
    plug: '重新插上', record: '开始记录', note: '添加备注', end: '结束记录', open: '打开', replay: '在“实时”页回放', export: '导出', stop: '停止',
    disconnect: '断开', bad: '有问题', chosen: '请选择一条记录', written: '已写入', start: '开始', both: '记录并开始', late: '判决超出了时限',
  },
};

for (const [language, theme] of [['en', 'dark'], ['zh', 'light']]) {
  test(`a device is connected, shown, pulled out, recorded, opened and played again: ${language}, ${theme}`, options, () =>
    visit({ locale: language === 'zh' ? 'zh-CN' : 'en-GB', colorScheme: theme }, async (page) => {
      const w = words[language];
      const shot = (name) => page.screenshot({ path: `${screenshots}${name}-${language}.png` });
      await page.waitForFunction(() => document.querySelectorAll('form select option').length > 0);
      await shot('devices-empty');
      const details = page.locator('form details');
      await details.locator('summary').click();
      const meanings = await details.locator('label span').allTextContents();
      assert.ok(meanings.length > 0 && meanings.every((meaning) => /[一-龥]/.test(meaning) === (language === 'zh')), 'options in the language of the page');
      await shot('devices-options');
      await details.locator('summary').click();
      await page.getByRole('button', { name: w.first }).click();
      const panel = page.locator('section[data-device]');
      await state(panel, w.receiving);
      await panel.locator('li.good').first().waitFor();

      const name = `morning ${language}`;
      await page.locator('[data-part=recording] input').first().fill(name);
      await page.getByRole('button', { name: w.record, exact: true }).click();
      await page.locator('[data-part=recording-status]', { hasText: `${name}.xdf` }).waitFor();
      await page.waitForTimeout(1500);

      await panel.getByRole('button', { name: w.show }).click();
      await page.locator('[data-panel=signals]').waitFor();
      await page.waitForFunction(() => document.querySelector('[data-cell=state]')?.classList.contains('running'));
      await page.waitForTimeout(2500);
      assert.ok((await changeOf(page, 'signals', 700)) > 1000, 'the traces move');
      assert.equal(await page.locator('[data-panel=task]').count(), 0, 'no decoder, no task');
      await page.locator('[data-part=recording] input').fill('eyes closed');
      await page.getByRole('button', { name: w.note }).click();
      await shot('live-device');

      await page.locator('nav a[href="#/devices"]').click();
      await panel.getByRole('button', { name: w.pull }).click();
      await state(panel, w.lost);
      await page.getByText(w.gone).first().waitFor();
      assert.match(await page.locator('[role=alert]').first().textContent(), new RegExp(w.lost, 'i'), 'the loss is said aloud');
      await page.waitForTimeout(1500);
      await shot('devices-lost');
      await panel.getByRole('button', { name: w.plug }).click();
      await panel.locator('[data-part=gaps] li').waitFor();
      await state(panel, w.receiving);
      assert.equal(await panel.locator('[data-part=gap-count]').textContent(), '1');
      await page.locator('nav a[href="#/live"]').click();
      await page.waitForTimeout(1500);
      await shot('live-gap');
      await page.locator('nav a[href="#/devices"]').click();
      await page.waitForTimeout(9000);
      assert.equal(await panel.locator('[data-part=clock]').count(), 1);
      await shot('devices-back');
      await noScrollBars(page);
      assert.deepEqual(await namelessControls(page), []);

      await page.getByRole('button', { name: w.end }).click();
      await page.getByRole('link', { name: w.open, exact: true }).click();
      await page.getByRole('heading', { name: `${name}.xdf` }).waitFor();
      await page.locator('[data-part=gap]').first().waitFor();
      await page.locator('section header strong', { hasText: w.bad }).waitFor();
      await page.getByRole('slider').focus();
      for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight');
      assert.match(page.url(), /#\/sessions\/morning%20\w+\.xdf\?at=\d/, 'session and moment stand in the address');
      await page.waitForTimeout(300);
      await shot('session');
      assert.deepEqual(await namelessControls(page), []);
      await noScrollBars(page);
      const address = page.url();
      await page.reload();
      await page.getByRole('heading', { name: `${name}.xdf` }).waitFor();
      assert.equal(page.url(), address, 'the address shows the same again');

      await page.getByRole('button', { name: w.export }).click();
      await page.getByText(w.written).waitFor();
      await shot('session-exported');

      await page.getByRole('button', { name: w.stop, exact: true }).click();
      await page.waitForFunction(() => document.querySelector('[data-cell=state]')?.classList.contains('ended'));
      await page.getByRole('button', { name: w.replay }).click();
      await page.locator('[data-panel=signals]').waitFor();
      await page.waitForFunction(() => document.querySelector('[data-cell=state]')?.classList.contains('running'));
      await page.waitForTimeout(1500);
      assert.ok((await changeOf(page, 'signals', 700)) > 500, 'the recording plays');
      await shot('live-replay');
      await page.getByRole('button', { name: w.stop, exact: true }).click();
      await page.locator('nav a[href="#/devices"]').click();
      await panel.getByRole('button', { name: new RegExp(`^${w.disconnect}`) }).click();
      await panel.waitFor({ state: 'detached' });
    }),
  );
}

for (const language of ['en', 'zh']) {
  test(`the program's own session is recorded from Live, opened and played again: ${language}`, options, () =>
    visit({ locale: language === 'zh' ? 'zh-CN' : 'en-GB' }, async (page) => {
      const w = words[language];
      const bar = page.locator('[data-part=recording]');
      const live = (state) => page.waitForFunction((name) => document.querySelector('[data-cell=state]')?.classList.contains(name), state);
      await page.getByRole('banner').getByRole('button', { name: w.start, exact: true }).click();
      await live('running');
      const name = `own ${language}`;
      await bar.locator('input').first().fill(name);
      await bar.getByRole('button', { name: w.record, exact: true }).click();
      await page.locator('[data-part=recording-status]', { hasText: `${name}.xdf` }).waitFor();
      await page.locator('[data-cell=recording]').waitFor();
      await page.waitForTimeout(4000);
      await bar.locator('input').fill('eyes closed');
      await bar.getByRole('button', { name: w.note }).click();
      await page.screenshot({ path: `${screenshots}live-own-recording-${language}.png` });
      assert.deepEqual(await namelessControls(page), []);
      await noScrollBars(page);
      await bar.getByRole('button', { name: w.end }).click();
      await bar.getByRole('link', { name: w.open, exact: true }).waitFor();
      await addReceiver(`${name}.ledger.jsonl`);
      await bar.getByRole('link', { name: w.open, exact: true }).click();
      await page.getByRole('heading', { name: `${name}.xdf` }).waitFor();
      const happened = page.locator('section[aria-labelledby=session-title] ol li');
      await happened.filter({ hasText: 'eyes closed' }).waitFor();
      await happened.filter({ hasText: w.late }).waitFor();
      assert.deepEqual(await page.locator('[data-part=receivers] tbody tr :is(th, td)').allTextContents(), ['tcp://127.0.0.1:7000', '1', '1', '1']);
      assert.deepEqual(await namelessControls(page), []);
      await noScrollBars(page);
      await happened.filter({ hasText: w.late }).scrollIntoViewIfNeeded();
      await page.screenshot({ path: `${screenshots}session-receivers-${language}.png` });
      await page.getByRole('button', { name: w.stop, exact: true }).click();
      await live('ended');
      await page.getByRole('button', { name: w.replay }).click();
      await live('running');
      await page.waitForTimeout(1500);
      assert.ok((await changeOf(page, 'signals', 700)) > 500, 'the recording plays');
      await page.getByRole('button', { name: w.stop, exact: true }).click();
      await live('ended');

      await bar.locator('input').first().fill(`${name} whole`);
      await bar.getByRole('button', { name: w.both }).click();
      await live('running');
      await page.locator('[data-part=recording-status]', { hasText: `${name} whole.xdf` }).waitFor();
      await page.waitForTimeout(1500);
      await page.getByRole('button', { name: w.stop, exact: true }).click();
      await bar.getByRole('link', { name: w.open, exact: true }).waitFor();
    }, '/#/live'),
  );
}

test('in Chinese no fault is in English only', options, () =>
  visit({ locale: 'zh-CN' }, async (page) => {
    const connect = async (address) => {
      await page.getByLabel('地址', { exact: true }).fill(address);
      await page.getByRole('button', { name: '连接', exact: true }).click();
    };
    await page.waitForFunction(() => document.querySelectorAll('form select option').length > 0);
    await connect('rda://127.0.0.1:1');
    await page.locator('.notice', { hasText: '无法连接，127.0.0.1:1 没有应答' }).waitFor();
    await page.locator('.notice small', { hasText: 'nobody answers at 127.0.0.1:1' }).waitFor();
    await page.screenshot({ path: `${screenshots}devices-refused-zh.png` });
    await connect('rda://127.0.0.1:99999');
    await page.locator('.notice', { hasText: 'port 为“99999”，应是 1 到 65535 之间的数' }).waitFor();
    await connect('nonsense://x');
    await page.locator('.notice', { hasText: '没有这种设备类型' }).waitFor();
  }),
);

test('an address that nobody answers at is explained', options, () =>
  visit({}, async (page) => {
    await page.getByLabel('Kind of device').selectOption('rda');
    await page.getByLabel('Port', { exact: true }).fill('1');
    assert.equal(await page.getByLabel('Address', { exact: true }).inputValue(), 'rda://127.0.0.1:1');
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await page.locator('.notice', { hasText: 'nobody answers at 127.0.0.1:1' }).waitFor();
    await page.screenshot({ path: `${screenshots}devices-refused.png` });
  }),
);

test('the virtual subject is a device with electrodes', options, () =>
  visit({}, async (page) => {
    await page.getByLabel('Which device to emulate').selectOption('twin');
    await page.getByRole('button', { name: 'Emulate', exact: true }).click();
    const panel = page.locator('section[data-device]');
    await state(panel, 'Receiving');
    await page.waitForTimeout(1500);
    await page.screenshot({ path: `${screenshots}devices-twin.png`, fullPage: true });
    await panel.getByRole('button', { name: 'Show on Live' }).click();
    await page.locator('[data-panel=head]').waitFor();
    await page.waitForTimeout(4000);
    await page.screenshot({ path: `${screenshots}live-twin.png` });
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.locator('nav a[href="#/devices"]').click();
    await panel.getByRole('button', { name: /^Disconnect/ }).click();
    await panel.waitFor({ state: 'detached' });
  }),
);

for (const [form, viewport] of [['tablet', { width: 820, height: 1180 }], ['zoom', { width: 640, height: 360 }]]) {
  test(`the pages fit: ${form}`, options, () =>
    visit({ viewport, deviceScaleFactor: form === 'zoom' ? 2 : 1 }, async (page) => {
      await page.getByRole('button', { name: 'Emulate', exact: true }).click();
      await page.locator('section[data-device] li.good').first().waitFor();
      await noScrollBars(page);
      await page.screenshot({ path: `${screenshots}devices-${form}.png`, fullPage: true });
      await page.locator('section[data-device]').getByRole('button', { name: /^Disconnect/ }).click();
      await page.locator('section[data-device]').waitFor({ state: 'detached' });
      await page.locator('nav a[href="#/sessions"]').click();
      await page.getByRole('heading', { name: 'Choose a recording' }).waitFor();
      await noScrollBars(page);
      await page.screenshot({ path: `${screenshots}sessions-${form}.png`, fullPage: true });
    }),
  );
}
