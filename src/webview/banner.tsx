import { useForm } from './formContext';
import { Icon } from './icon';
import type { FormModel } from './state/formModel';
import { words } from './words';

/** Why the form cannot be edited, and the way out. */
export function Banner() {
  const form = useForm();
  const message = obstacle(form);
  return (
    <div role="status">
      {message !== undefined && (
        <div class="banner">
          <Icon name="warning" />
          <p>{message}</p>
          <button type="button" class="secondary" onClick={() => void form.run('openText')}>
            {words.openText}
          </button>
        </div>
      )}
    </div>
  );
}

function obstacle(form: FormModel): string | undefined {
  const parsed = form.parsed.value;
  switch (parsed.state) {
    case 'broken':
      return words.broken;
    case 'list':
      return words.list(parsed.count);
    case 'notAUser':
      return words.notAUser;
    case 'tooDeep':
      return words.tooDeep;
    case 'user':
      return form.readOnlyReason.value;
  }
}
