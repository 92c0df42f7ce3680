import { useEffect } from 'preact/hooks';
import { fieldOfValue } from '../core/form/fieldModel';
import type { FormObject } from '../core/form/formText';
import { reservedKeys, type PlacedField } from '../core/form/userSections';
import { AddField } from './addField';
import { Banner } from './banner';
import { FormContext } from './formContext';
import { FormHeader } from './formHeader';
import { Section } from './formSection';
import { LiveLine } from './liveLine';
import { focusPlace, rendered } from './places';
import { ProblemSummary } from './problemSummary';
import type { FormModel } from './state/formModel';

/** The whole form editor. `loading` is what it says until the host has sent the text and all other words. */
export function FormApp({ form, loading }: { readonly form: FormModel; readonly loading: string }) {
  useEffect(() => {
    const { value: wanted } = form.wanted;
    if (wanted === undefined || form.text.value === undefined) return;
    form.wanted.value = undefined;
    void rendered().then(() => focusPlace(wanted));
  }, [form.wanted.value, form.text.value === undefined]);
  if (form.text.value === undefined) return <p class="loading">{loading}</p>;
  const parsed = form.parsed.value;
  return (
    <FormContext.Provider value={form}>
      <FormHeader />
      <main aria-label={form.words.formLabel}>
        <Banner />
        <LiveLine />
        <ProblemSummary />
        {'user' in parsed && (
          <fieldset disabled={!form.canEdit.value}>
            <Sections form={form} user={parsed.user} />
            <OtherFields form={form} user={parsed.user} />
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

function Sections({ form, user }: { readonly form: FormModel; readonly user: FormObject }) {
  const sections = form.sections.value.filter(({ fields }) => fields.length > 0);
  return (
    <>
      {sections.map(({ id, fields }) => (
        <Section key={id} id={id} fields={fields} user={user} />
      ))}
    </>
  );
}

/** The fields of the text that neither the schema nor the account knows. */
function OtherFields({ form, user }: { readonly form: FormModel; readonly user: FormObject }) {
  const known = new Set(form.sections.value.flatMap(({ fields }) => fields.map(({ path }) => path[0])));
  const others = [...user.members]
    .filter(([name]) => !known.has(name) && !reservedKeys.has(name))
    .map(([name, value]): PlacedField => ({ path: [name], field: fieldOfValue(name, value) }));
  return others.length > 0 ? <Section id="other" fields={others} user={user} /> : null;
}
