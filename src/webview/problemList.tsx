import type { FormProblem } from '../protocol/formMessages';
import { Icon } from './icon';
import { words } from './words';

/** What is wrong with a field, beneath it. */
export function ProblemList({ id, problems }: { readonly id: string; readonly problems: readonly FormProblem[] }) {
  if (problems.length === 0) return null;
  return (
    <div id={id} class="problems">
      {problems.map(({ message, severity }) => (
        <p key={message} class={`problem problem-${severity}`}>
          <Icon name={severity} />
          <span>
            <span class="visually-hidden">{words.severity[severity]}: </span>
            {message}
          </span>
        </p>
      ))}
    </div>
  );
}
