import type { FormField } from '../core/form/fieldModel';
import { formValueAt } from '../core/form/formText';
import { reservedKeys, type FormSection, type PlacedField } from '../core/form/userSections';
import type { JsonPath } from '../core/json/jsonPath';
import type { FormProblem } from '../protocol/formMessages';
import { addPlaced } from './addPlaced';
import { useForm } from './formContext';
import { Icon } from './icon';
import { focusPlace, isShown, rendered, startsWith } from './places';
import { FixButtons, severityWords, worstOf } from './problemList';
import { member } from './roving';
import type { FormModel } from './state/formModel';
import { fill } from './fill';

/** All that is wrong with the user; each line leads to its field. */
export function ProblemSummary() {
  const form = useForm();
  const { words } = form;
  const problems = form.problems.value;
  const count = (severity: FormProblem['severity']) =>
    problems.filter((problem) => problem.severity === severity).length;
  const errors = count('error');
  const counts = [
    counted(errors, words.oneError, words.errors),
    counted(count('warning'), words.oneWarning, words.warnings),
    counted(count('information'), words.oneNote, words.notes),
  ]
    .flat()
    .join(', ');
  return (
    <>
      <div class="visually-hidden" role="status">
        {counts}
      </div>
      {problems.length > 0 && (
        <Details problems={problems} counts={counts} worst={worstOf(problems) ?? 'information'} />
      )}
    </>
  );
}

/** None says nothing. */
const counted = (count: number, one: string, many: string): string[] =>
  count === 0 ? [] : [count === 1 ? one : fill(many, count)];

interface DetailsProps {
  readonly problems: readonly FormProblem[];
  readonly counts: string;
  readonly worst: FormProblem['severity'];
}

function Details({ problems, counts, worst }: DetailsProps) {
  const form = useForm();
  const { words } = form;
  const label = ({ path }: FormProblem) => placeLabel(form.sections.value, path) || words.formLabel;
  return (
    <details class={worst === 'error' ? 'summary has-error' : 'summary'} open>
      <summary>
        <Icon name={worst} />
        <span>{counts}</span>
        <Icon name="chevron" />
      </summary>
      <ul role="list" aria-label={words.problems} data-roving="problems fixes">
        {problems.map((problem, index) => (
          <li key={index}>
            <button
              type="button"
              class={`problem problem-${problem.severity}`}
              {...member('problems')}
              onClick={() => void goTo(form, problem.path)}
            >
              <Icon name={problem.severity} />
              <span>
                <span class="visually-hidden">{severityWords(words, problem.severity)}: </span>
                {!namesPlace(problem) && <strong>{label(problem)}: </strong>}
                {problem.message}
              </span>
            </button>
            {!hasField(form.sections.value, problem.path) && <FixButtons problems={[problem]} name={label(problem)} />}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Whether the message says itself what it is about. */
function namesPlace({ path, message }: FormProblem): boolean {
  const [name, ...more] = path;
  return name === undefined || (more.length === 0 && message.includes(String(name)));
}

/** Whether a field shows the problems of this place; otherwise the summary alone has room for the ways to mend them. */
function hasField(sections: readonly FormSection[], path: JsonPath): boolean {
  const [name] = path;
  return placedField(sections, path) !== undefined || (typeof name === 'string' && !reservedKeys.has(name));
}

/** To the field of a problem. One that is missing is added, one that the form cannot show or edit is shown as text. */
async function goTo(form: FormModel, path: JsonPath): Promise<void> {
  await rendered();
  const placed = placedField(form.sections.value, path);
  const { user } = form;
  if (!form.canEdit.value) await form.revealPath(path);
  else if (placed && user && formValueAt(user, placed.path) === undefined && !isShown(placed.path))
    await addPlaced(form, placed);
  else if (!(await focusPlace(path))) await form.revealPath(path);
}

function placedField(sections: readonly FormSection[], path: JsonPath): PlacedField | undefined {
  return sections.flatMap(({ fields }) => fields).find((placed) => startsWith(path, placed.path));
}

/** `Emails 2 › Email address` for people; a field that the schema does not know goes by its name. */
function placeLabel(sections: readonly FormSection[], path: JsonPath): string {
  const placed = placedField(sections, path);
  let field: FormField | undefined = placed?.field;
  const labels = field ? [field.label] : [];
  for (const step of path.slice(placed?.path.length ?? 0)) {
    if (typeof step === 'number') {
      field = field?.kind === 'list' ? field.item : undefined;
      labels[labels.length - 1] = `${labels.at(-1) ?? ''} ${step + 1}`;
    } else {
      field = field?.kind === 'object' ? field.fields.find(({ name }) => name === step) : undefined;
      labels.push(field?.label ?? step);
    }
  }
  return labels.join(' › ');
}
