import type { ComponentProps } from 'preact';

const shapes = {
  add: 'M8 2.5v11M2.5 8h11',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  remove: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  up: 'M8 13V3.5M3.8 7.5L8 3.3l4.2 4.2',
  down: 'M8 3v9.5M3.8 8.5L8 12.7l4.2-4.2',
  chevron: 'M4 6.2l4 4 4-4',
  eye: 'M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM8 10a2 2 0 100-4 2 2 0 000 4z',
  error: 'M8 14.2A6.2 6.2 0 108 1.8a6.2 6.2 0 000 12.4zM5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4',
  warning: 'M8 2.2L1.8 13.3h12.4L8 2.2zM8 6.5v3.2M8 11.6h.01',
  information: 'M8 14.2A6.2 6.2 0 108 1.8a6.2 6.2 0 000 12.4zM8 7.3v3.6M8 5.1h.01',
  text: 'M5.5 2.8H4.9c-1 0-1.6.6-1.6 1.6v2c0 .9-.5 1.6-1.3 1.6.8 0 1.3.7 1.3 1.6v2c0 1 .6 1.6 1.6 1.6h.6M10.5 2.8h.6c1 0 1.6.6 1.6 1.6v2c0 .9.5 1.6 1.3 1.6-.8 0-1.3.7-1.3 1.6v2c0 1-.6 1.6-1.6 1.6h-.6',
  code: 'M5.5 4L1.5 8l4 4M10.5 4l4 4-4 4M9 2.8L7 13.2',
  duplicate: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  refresh: 'M13 8a5 5 0 11-1.5-3.6L13.2 6M13.2 2.8V6H10',
  person: 'M8 8.2a2.7 2.7 0 100-5.4 2.7 2.7 0 000 5.4zM3 13.6c.4-2.4 2.4-3.8 5-3.8s4.6 1.4 5 3.8',
  account: 'M6 2v3M10 2v3M4.5 5h7v3a3.5 3.5 0 01-7 0V5zM8 11.5V14',
} as const;

export type IconName = keyof typeof shapes;

/** A picture beside words: screen readers pass over it. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path d={shapes[name]} />
    </svg>
  );
}

type IconButtonProps = Omit<ComponentProps<'button'>, 'class' | 'icon' | 'label'> & {
  readonly icon: IconName;
  readonly label: string;
  readonly class?: string;
};

/** A button that shows a picture alone; its label is its name and what pointing at it tells. */
export function IconButton({ icon, label, class: look = '', ...rest }: IconButtonProps) {
  return (
    <button type="button" class={`icon-button ${look}`} title={label} aria-label={label} {...rest}>
      <Icon name={icon} />
    </button>
  );
}
