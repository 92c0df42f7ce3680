import { useEffect, useRef, useState } from 'preact/hooks';
import { formValueAt, type FormObject } from '../core/form/formText';
import type { PlacedField } from '../core/form/userSections';
import type { FormWords } from '../protocol/formWords';
import { useForm } from './formContext';
import { isShownField, PlacedFields } from './formSection';
import { Icon } from './icon';
import { SurroundingsContext, useSurroundings } from './names';
import { severityWords, worstOf } from './problemList';
import { fill } from './fill';

/** Where the update goes and its query parameters, in one line until somebody wants them or something is amiss. */
export function TargetSection({
  fields,
  user,
}: {
  readonly fields: readonly PlacedField[];
  readonly user: FormObject;
}) {
  const form = useForm();
  const { words } = form;
  const around = useSurroundings();
  const [isOpen, open] = useState(false);
  const folded = useRef<HTMLDivElement>(null);
  const problems = form.problems.value.filter(({ path: [name] }) => name === '$truto');
  const worst = worstOf(problems);
  const query = fields.filter(({ path }) => path.length > 2);
  const lacks = query.some(
    (placed) => formValueAt(user, placed.path) === undefined && isShownField(placed, query, user),
  );
  const wantsLook = lacks || worst === 'error';
  useEffect(() => {
    if (wantsLook) open(true);
  }, [wantsLook]);
  useEffect(() => {
    const found = () => open(true);
    const { current } = folded;
    current?.addEventListener('beforematch', found);
    return () => current?.removeEventListener('beforematch', found);
  }, []);
  return (
    <section class="section target-section" aria-labelledby="target-line">
      <h2>
        <button
          type="button"
          id="target-line"
          class="disclosure"
          aria-expanded={isOpen}
          aria-controls="target-fields"
          onClick={() => open(!isOpen)}
        >
          <Icon name="chevron" />
          <span>
            {words.sectionRequest}: <span dir="auto">{targetLine(words, form.target.value, user)}</span>
          </span>
          {!isOpen && worst && (
            <>
              <Icon name={worst} />
              <span class="visually-hidden">{severityWords(words, worst)}</span>
            </>
          )}
        </button>
      </h2>
      {/* What is searched for in the page is found there too, and shown. */}
      <div id="target-fields" class="target-fields" hidden={isOpen ? false : 'until-found'} ref={folded}>
        <p class="section-description">{words.sectionRequestHint}</p>
        <PlacedFields
          fields={fields.filter(({ path }) => path.length === 2)}
          user={user}
          title={words.sectionRequest}
          beside={({ field }) => !form.target.value.isFixed && <PickButton name={field.name} />}
        />
        <h3 id="query-heading">{words.queryParameters}</h3>
        <SurroundingsContext.Provider
          value={{
            ids: [around.ids, 'query-heading'].filter(Boolean).join(' '),
            text: words.queryParameter,
            shared: noLabels,
          }}
        >
          <PlacedFields fields={query} user={user} title={words.queryParameters} />
        </SurroundingsContext.Provider>
      </div>
    </section>
  );
}

const noLabels: ReadonlySet<string> = new Set();

/** Accounts and users are rather picked than typed. */
function PickButton({ name }: { readonly name: string }) {
  const form = useForm();
  const { words } = form;
  const isUser = name === 'id';
  const label = isUser ? words.pickUser : words.pickAccount;
  return (
    <button
      type="button"
      class="secondary"
      aria-label={label}
      title={label}
      disabled={!form.canEdit.value}
      onClick={() => void form.run(isUser ? 'selectUser' : 'selectAccount')}
    >
      {words.pick}
    </button>
  );
}

function targetLine(
  words: FormWords,
  { account, user: userId }: { readonly account?: string; readonly user?: string },
  user: FormObject,
): string {
  const query = formValueAt(user, ['$truto', 'query']);
  const count = query?.kind === 'object' ? query.members.size : 0;
  const parameters =
    count === 0 ? words.noParameters : count === 1 ? words.oneParameter : fill(words.countedParameters, count);
  return [account ?? words.noAccount, userId ?? words.noUser, parameters].join(' · ');
}
