import { useForm } from './formContext';
import { Icon } from './icon';
import { words } from './words';

/** Whether the live user is known, how far the text is from it, and the way to read it again. */
export function LiveLine() {
  const form = useForm();
  const state = form.liveState.value;
  const isKnown = form.live.value !== undefined;
  if (state === 'none') return null;
  const read = () => void form.run('readLive');
  return (
    <div class="live">
      <span role="status">
        {state === 'reading' && !isKnown
          ? words.liveReading
          : isKnown
            ? words.liveRead(form.changes.value.size)
            : words.liveUnread}
      </span>
      {isKnown ? (
        <button
          type="button"
          class="icon-button quiet"
          title={words.readLiveAgain}
          aria-label={words.readLiveAgain}
          onClick={read}
        >
          <Icon name="refresh" />
        </button>
      ) : (
        state !== 'reading' && (
          <button type="button" class="link" onClick={read}>
            {state === 'failed' ? words.retry : words.readLive}
          </button>
        )
      )}
    </div>
  );
}
