import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { FormModel } from './state/formModel';

export const FormContext = createContext<FormModel | undefined>(undefined);

/** The form that this component is part of. */
export function useForm(): FormModel {
  const form = useContext(FormContext);
  if (!form) throw new Error('No form around this component');
  return form;
}
