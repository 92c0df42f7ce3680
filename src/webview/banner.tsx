import { useForm } from './formContext';
import { Icon } from './icon';
import { lineAndColumn } from './lineAndColumn';
import type { FormModel } from './state/formModel';
import { fill } from './fill';

interface Obstacle {
  readonly message: string;
  readonly way: string;
  readonly run: () => unknown;
}

/** Why the form cannot be edited, and the way out. */
export function Banner() {
  const found = obstacle(useForm());
  return (
    <div role="status">
      {found && (
        <div class="banner">
          <Icon name="warning" />
          <p>{found.message}</p>
          <button type="button" class="secondary" onClick={() => void found.run()}>
            {found.way}
          </button>
        </div>
      )}
    </div>
  );
}

function readOnly(form: FormModel): Obstacle | undefined {
  const message = form.readOnlyReason.value;
  if (message === undefined) return undefined;
  return form.mayTryAgain.value
    ? { message, way: form.words.tryAgain, run: () => form.tryAgain() }
    : { message, way: form.words.openText, run: () => form.run('openText') };
}

function obstacle(form: FormModel): Obstacle | undefined {
  const { words } = form;
  const parsed = form.parsed.value;
  const openText = (message: string): Obstacle => ({ message, way: words.openText, run: () => form.run('openText') });
  switch (parsed.state) {
    case 'broken': {
      const { line, column } = lineAndColumn(form.text.value ?? '', parsed.brokenAt);
      return {
        message: fill(words.broken, line, column),
        way: fill(words.showBroken, line, column),
        run: () => form.revealOffset(parsed.brokenAt),
      };
    }
    case 'list':
      return openText(fill(words.arrayOfUsers, parsed.count));
    case 'notAUser':
      return openText(words.notAUser);
    case 'tooDeep':
      return openText(words.tooDeep);
    case 'user':
      return readOnly(form);
  }
}
