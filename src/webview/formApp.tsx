import { fieldOfValue } from '../core/form/fieldModel';
import type { FormObject } from '../core/form/formText';
import { reservedKeys, type PlacedField } from '../core/form/userSections';
import { AddField } from './addField';
import { Banner } from './banner';
import { FormContext } from './formContext';
import { FormHeader } from './formHeader';
import { Section } from './formSection';
import { ProblemSummary } from './problemSummary';
import type { FormModel } from './state/formModel';
import { words } from './words';

/** The whole form editor. */
export function FormApp({ form }: { readonly form: FormModel }) {
  if (form.text.value === undefined) return <p class="loading">{words.loading}</p>;
  const parsed = form.parsed.value;
  return (
    <FormContext.Provider value={form}>
      <FormHeader />
      <main aria-label={words.formLabel}>
        <Banner />
        <ProblemSummary />
        {'user' in parsed && (
          <fieldset disabled={!form.canEdit.value}>
            <Sections form={form} user={parsed.user} isBody />
            <OtherFields form={form} user={parsed.user} />
            <Sections form={form} user={parsed.user} isBody={false} />
            {form.canEdit.value && <AddField user={parsed.user} />}
          </fieldset>
        )}
      </main>
      <div class="visually-hidden" role="status">
        {form.notice.value}
      </div>
    </FormContext.Provider>
  );
}

function Sections({ form, user, isBody }: { readonly form: FormModel; readonly user: FormObject; readonly isBody: boolean }) {
  const sections = form.sections.filter((section) => section.isBody === isBody && section.fields.length > 0);
  return <>{sections.map(({ id, fields }) => <Section key={id} id={id} fields={fields} user={user} />)}</>;
}

/** The fields of the text that the schema does not know. */
function OtherFields({ form, user }: { readonly form: FormModel; readonly user: FormObject }) {
  const known = new Set(form.sections.flatMap(({ fields }) => fields.map(({ path }) => path[0])));
  const others = [...user.members]
    .filter(([name]) => !known.has(name) && !reservedKeys.has(name))
    .map(([name, value]): PlacedField => ({ path: [name], field: fieldOfValue(name, value) }));
  return others.length > 0 ? <Section id="other" fields={others} user={user} /> : null;
}
