import type { FormWords } from '../protocol/formWords';
import { useForm } from './formContext';
import { Icon } from './icon';
import { fill } from './fill';

/** Whether the live user is known, how far the text is from it, and the way to read it again. */
export function LiveLine() {
  const form = useForm();
  const { words } = form;
  const state = form.liveState.value;
  const isKnown = form.live.value !== undefined;
  if (state === 'none') return null;
  const read = () => void form.run('readLive');
  return (
    <div class="live">
      <span role="status">
        {state === 'reading' && !isKnown
          ? words.loadingLive
          : isKnown
            ? differing(words, form.changes.value.size)
            : words.liveUnread}
      </span>
      {isKnown ? (
        <button
          type="button"
          class="icon-button quiet"
          title={words.loadLiveAgain}
          aria-label={words.loadLiveAgain}
          onClick={read}
        >
          <Icon name="refresh" />
        </button>
      ) : (
        state !== 'reading' && (
          <button type="button" class="link" onClick={read}>
            {state === 'failed' ? words.retry : words.loadLive}
          </button>
        )
      )}
    </div>
  );
}

function differing(words: FormWords, count: number): string {
  if (count === 0) return words.differsInNothing;
  return count === 1 ? words.differsInOne : fill(words.differsIn, count);
}
