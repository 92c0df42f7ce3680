import { useForm } from './formContext';
import { Icon } from './icon';

/** Says what could not be done, wherever in the form the person is; it goes with the next thing that is done. */
export function FailureNote() {
  const form = useForm();
  const message = form.failure.value;
  return (
    <div role="alert">
      {message !== '' && (
        <p class="failure">
          <Icon name="error" />
          <span>{message}</span>
        </p>
      )}
    </div>
  );
}
