import './noEval';
import './styles/form.css';
import { render } from 'preact';
import { toForm } from '../protocol/formMessages';
import { readMessage } from '../protocol/readMessage';
import { listenForEditorKeys } from './editorKeys';
import { FormApp } from './formApp';
import { keepPlace, keptPlace, type PlaceKeeper } from './keepPlace';
import { rendered } from './places';
import { showFound } from './showFound';
import { listenForRoving } from './roving';
import { FormModel } from './state/formModel';

declare function acquireVsCodeApi(): PlaceKeeper & { postMessage(message: unknown): void };

const host = acquireVsCodeApi();
const form = new FormModel((message) => host.postMessage(message), keptPlace(host).drafts);

window.addEventListener('message', ({ data }) => {
  const message = readMessage(toForm, data, (fault) => console.warn(fault));
  if (!message) return;
  const isFirst = form.text.value === undefined;
  form.receive(message);
  if (isFirst && message.kind === 'snapshot') void rendered().then(() => keepPlace(host, form));
});
listenForEditorKeys(form);
showFound();
listenForRoving(document.body);
render(<FormApp form={form} loading={document.body.dataset['loading'] ?? ''} />, document.body);
// From here on the benchmarks count.
performance.mark('ready');
host.postMessage({ kind: 'ready' });
