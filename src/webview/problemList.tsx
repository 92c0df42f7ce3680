import type { FormProblem } from '../protocol/formMessages';
import type { FormWords } from '../protocol/formWords';
import { useForm } from './formContext';
import { Icon } from './icon';

/** What is wrong with a field, beneath it. */
export function ProblemList({ id, problems }: { readonly id: string; readonly problems: readonly FormProblem[] }) {
  const { words } = useForm();
  if (problems.length === 0) return null;
  return (
    <div id={id} class="problems">
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
  );
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
