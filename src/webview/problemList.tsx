import type { JsonPath } from '../core/json/jsonPath';
import type { FormProblem } from '../protocol/formMessages';
import type { FormWords } from '../protocol/formWords';
import { useForm } from './formContext';
import { Icon } from './icon';
import { focusPlace } from './places';
import { member } from './roving';
import type { FormModel } from './state/formModel';

interface ProblemListProps {
  readonly id: string;
  readonly problems: readonly FormProblem[];
  /** What they are the problems of. */
  readonly name: string;
}

/** What is wrong with a field, beneath it, and the ways to mend it. */
export function ProblemList({ id, problems, name }: ProblemListProps) {
  const { words } = useForm();
  if (problems.length === 0) return null;
  return (
    <div class="problems" data-roving="fixes">
      {/* The buttons are no part of what describes the field. */}
      <div id={id}>
        {problems.map(({ message, severity }) => (
          <p key={message} class={`problem problem-${severity}`}>
            <Icon name={severity} />
            <span>
              <span class="visually-hidden">{severityWords(words, severity)}: </span>
              {message}
            </span>
          </p>
        ))}
      </div>
      <FixButtons problems={problems} name={name} />
    </div>
  );
}

/** The fixes of some problems, each once: two problems of one value can be mended in the same way. */
export function FixButtons({ problems, name }: Omit<ProblemListProps, 'id'>) {
  const form = useForm();
  const offers = problems.flatMap(({ path, fixes }) => fixes.map((fix) => ({ path, ...fix })));
  const fixes = form.canEdit.value ? [...new Map(offers.toReversed().map((fix) => [fix.title, fix])).values()] : [];
  if (fixes.length === 0) return null;
  return (
    <div class="fixes">
      {fixes.toReversed().map(({ key, title, path }) => (
        <button
          key={key}
          type="button"
          class="secondary fix"
          aria-label={`${title}, ${name}`}
          {...member('fixes')}
          onClick={() => void mend(form, key, path)}
        >
          {title}
        </button>
      ))}
    </div>
  );
}

async function mend(form: FormModel, key: string, path: JsonPath): Promise<void> {
  if (!(await form.fix(key, path))) return;
  if (!(await focusPlace(path))) document.getElementById('add-field')?.focus();
}

/** The gravest of these; undefined where there is none. */
export function worstOf(problems: readonly FormProblem[]): FormProblem['severity'] | undefined {
  return (['error', 'warning', 'information'] as const).find((severity) =>
    problems.some((problem) => problem.severity === severity),
  );
}

/** A severity in front of a message, for those who do not see its icon. */
export function severityWords(words: FormWords, severity: FormProblem['severity']): string {
  return { error: words.error, warning: words.warning, information: words.note }[severity];
}
