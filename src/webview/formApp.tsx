import { useEffect, useMemo } from 'preact/hooks';
import { fieldOfValue } from '../core/form/fieldModel';
import type { FormObject } from '../core/form/formText';
import { reservedKeys, type PlacedField } from '../core/form/userSections';
import { AddField } from './addField';
import { Banner } from './banner';
import { FailureNote } from './failureNote';
import { openMenuByKey } from './fieldMenu';
import { FormContext } from './formContext';
import { FormHeader } from './formHeader';
import { Section } from './formSection';
import { sharedLabels, SurroundingsContext } from './names';
import { focusPlace } from './places';
import { ProblemSummary } from './problemSummary';
import type { FormModel } from './state/formModel';
import { TargetSection } from './targetSection';

/** The whole form editor. `loading` is what it says until the host has sent the text and all other words. */
export function FormApp({ form, loading }: { readonly form: FormModel; readonly loading: string }) {
  useEffect(() => {
    const { value: wanted } = form.wanted;
    if (wanted === undefined || form.text.value === undefined) return;
    form.wanted.value = undefined;
    void focusPlace(wanted);
  }, [form.wanted.value, form.text.value === undefined]);
  if (form.text.value === undefined) return <p class="loading">{loading}</p>;
  const parsed = form.parsed.value;
  return (
    <FormContext.Provider value={form}>
      <FormHeader />
      <main aria-label={form.words.formLabel} onKeyDown={openMenuByKey}>
        <Banner />
        <ProblemSummary />
        {'user' in parsed && (
          <>
            <Sections form={form} user={parsed.user} />
            {form.canEdit.value && <AddField user={parsed.user} />}
          </>
        )}
      </main>
      <div class="visually-hidden" role="status">
        {form.notice.value}
      </div>
      <FailureNote />
    </FormContext.Provider>
  );
}

function Sections({ form, user }: { readonly form: FormModel; readonly user: FormObject }) {
  const sections = form.sections.value;
  const others = otherFields(form, user);
  const all = [...sections.flatMap(({ fields }) => fields), ...others].filter(({ path }) => path.length === 1);
  const names = all.map(({ field }) => `${field.name}=${field.label}`).join();
  const around = useMemo(() => ({ ids: '', text: '', shared: sharedLabels(all.map(({ field }) => field)) }), [names]);
  return (
    <SurroundingsContext.Provider value={around}>
      {sections.map(({ id, fields }) => {
        if (fields.length === 0) return null;
        return id === 'request' ? (
          <TargetSection key={id} fields={fields} user={user} />
        ) : (
          <Section key={id} id={id} fields={fields} user={user} />
        );
      })}
      {others.length > 0 && <Section id="other" fields={others} user={user} />}
    </SurroundingsContext.Provider>
  );
}

/** The fields of the text that neither the schema nor the account knows. */
function otherFields(form: FormModel, user: FormObject): PlacedField[] {
  const known = new Set(form.sections.value.flatMap(({ fields }) => fields.map(({ path }) => path[0])));
  return [...user.members]
    .filter(([name]) => !known.has(name) && !reservedKeys.has(name))
    .map(([name, value]): PlacedField => ({ path: [name], field: fieldOfValue(name, value) }));
}
