/** Text of the schema: what stands in backticks is code. */
export function Prose({ text }: { readonly text: string }) {
  return <>{text.split('`').map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part))}</>;
}

/** The same text where only text can be. */
export const plainProse = (text: string): string => text.replaceAll('`', '');
