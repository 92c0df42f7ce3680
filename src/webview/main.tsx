import './noEval';
import './styles/form.css';
import { render } from 'preact';
import { toForm } from '../protocol/formMessages';
import { readMessage } from '../protocol/readMessage';
import { listenForEditorKeys } from './editorKeys';
import { FormApp } from './formApp';
import { FormModel } from './state/formModel';

declare function acquireVsCodeApi(): { postMessage(message: unknown): void };

const host = acquireVsCodeApi();
const form = new FormModel((message) => host.postMessage(message));

window.addEventListener('message', ({ data }) => {
  const message = readMessage(toForm, data, (fault) => console.warn(fault));
  if (message) form.receive(message);
});
listenForEditorKeys(form);
render(<FormApp form={form} />, document.body);
host.postMessage({ kind: 'ready' });
