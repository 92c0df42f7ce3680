import type { FormWords } from '../protocol/formWords';
import { useForm } from './formContext';
import { IconButton } from './icon';
import { member } from './roving';
import { fill } from './fill';
import type { FormModel } from './state/formModel';

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
      <span role="status">{liveWords(form)}</span>
      {isKnown || state === 'unreadable' ? (
        <IconButton class="quiet" label={words.loadLiveAgain} icon="refresh" {...member('header')} onClick={read} />
      ) : (
        state !== 'reading' && (
          <button type="button" class="link" {...member('header')} onClick={read}>
            {state === 'failed' ? words.retry : words.loadLive}
          </button>
        )
      )}
    </div>
  );
}

function liveWords({ words, live, liveState, changes }: FormModel): string {
  if (live.value !== undefined) return differing(words, changes.value.size);
  switch (liveState.value) {
    case 'reading':
      return words.loadingLive;
    case 'unreadable':
      return words.liveUnreadable;
    default:
      return words.liveUnread;
  }
}

function differing(words: FormWords, count: number): string {
  if (count === 0) return words.differsInNothing;
  return count === 1 ? words.differsInOne : fill(words.differsIn, count);
}
