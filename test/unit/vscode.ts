/** As much of VS Code as the tests in plain Node take: the language is English. */
export const env = {
  language: 'en',
  clipboard: {
    writeText: (text: string): Promise<void> => {
      copied.push(text);
      return Promise.resolve();
    },
  },
};

/** What was put into the clipboard, the latest last. */
export const copied: string[] = [];

export const l10n = {
  t: (message: string, ...args: readonly (string | number | boolean)[]): string =>
    message.replace(/\{(\d+)\}/g, (whole, index) => String(args[Number(index)] ?? whole)),
};

interface Disposing {
  dispose(): unknown;
}

export class Disposable {
  constructor(readonly dispose: () => unknown) {}

  static from(...all: readonly Disposing[]): Disposable {
    return new Disposable(() => {
      for (const each of all) each.dispose();
    });
  }
}

export class EventEmitter<T> {
  private readonly listeners = new Set<(value: T) => unknown>();

  readonly event = (listener: (value: T) => unknown): Disposable => {
    this.listeners.add(listener);
    return new Disposable(() => this.listeners.delete(listener));
  };

  fire(value: T): void {
    for (const listener of [...this.listeners]) listener(value);
  }

  dispose(): void {
    this.listeners.clear();
  }
}

export class ThemeColor {
  constructor(readonly id: string) {}
}

export class ThemeIcon {
  /** How many were made. */
  static made = 0;

  constructor(
    readonly id: string,
    readonly color?: ThemeColor,
  ) {
    ThemeIcon.made++;
  }
}

export class MarkdownString {
  value = '';

  appendMarkdown(text: string): this {
    this.value += text;
    return this;
  }
}

export class Uri {
  /** How many were made. */
  static made = 0;

  private constructor(
    readonly scheme: string,
    readonly path: string,
    readonly query: string,
  ) {}

  static from({ scheme, path = '', query = '' }: Partial<Uri> & { readonly scheme: string }): Uri {
    Uri.made++;
    return new Uri(scheme, path, query);
  }

  static file(path: string): Uri {
    return new Uri('file', path, '');
  }

  get fsPath(): string {
    return this.path;
  }

  toString(): string {
    return `${this.scheme}:${this.path}${this.query === '' ? '' : `?${this.query}`}`;
  }
}

export const TreeItemCheckboxState = { Unchecked: 0, Checked: 1 } as const;

export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 } as const;

export class TreeItem {
  /** How many were made. */
  static made = 0;

  constructor(
    readonly label: string,
    readonly collapsibleState: number = TreeItemCollapsibleState.None,
  ) {
    TreeItem.made++;
  }
}

/** The user's settings by their names, and how often one was read. */
export const userSettings = { values: new Map<string, unknown>(), reads: 0 };

export const workspace = {
  isTrusted: true,
  textDocuments: [] as { readonly uri: Uri; readonly languageId: string }[],
  getConfiguration: () => ({
    get: (name: string) => userSettings.values.get(name),
    inspect: (name: string) => {
      userSettings.reads++;
      return { globalValue: userSettings.values.get(name) };
    },
  }),
};

export const commands: { executeCommand: (...args: unknown[]) => Promise<unknown> } = {
  executeCommand: () => Promise.resolve(undefined),
};

/** A tab's input that is one text. */
export class TabInputText {
  constructor(readonly uri: Uri) {}
}

export const languages = {
  createDiagnosticCollection: () => ({ delete: () => undefined, dispose: () => undefined }),
};

/** A list to pick from, as the extension fills it; what a person does with it is fired by its emitters. */
export class QuickPick<T extends { readonly label: string }> {
  title = '';
  placeholder = '';
  value = '';
  buttons: readonly unknown[] = [];
  activeItems: readonly T[] = [];
  selectedItems: readonly T[] = [];
  /** How many rows were handed over, all in all, and at most at a time. */
  handedOver = 0;
  most = 0;
  private shown: readonly T[] = [];
  readonly accepting = new EventEmitter<void>();
  readonly hiding = new EventEmitter<void>();
  readonly pressing = new EventEmitter<unknown>();
  readonly typing = new EventEmitter<string>();
  readonly reaching = new EventEmitter<readonly T[]>();
  readonly onDidAccept = this.accepting.event;
  readonly onDidHide = this.hiding.event;
  readonly onDidTriggerButton = this.pressing.event;
  readonly onDidChangeValue = this.typing.event;
  readonly onDidChangeActive = this.reaching.event;

  get items(): readonly T[] {
    return this.shown;
  }

  set items(items: readonly T[]) {
    this.shown = items;
    this.handedOver += items.length;
    this.most = Math.max(this.most, items.length);
    // The highlight goes to the first row, and from there to where it is wanted.
    queueMicrotask(() => {
      const wanted = items.findIndex((item) => this.activeItems.includes(item));
      if (this.shown !== items) return;
      this.reach(0);
      if (wanted > 0) this.reach(wanted);
    });
  }

  /** Moves the highlight to a row that is shown. */
  reach(index: number): void {
    this.activeItems = this.items.slice(index, index + 1);
    this.reaching.fire(this.activeItems);
  }

  type(text: string): void {
    this.value = text;
    this.typing.fire(text);
  }

  show(): void {
    picks.push(this as unknown as QuickPick<{ readonly label: string }>);
  }

  dispose(): void {
    this.hiding.fire();
  }
}

/** All lists that were shown, the latest last. */
export const picks: QuickPick<{ readonly label: string }>[] = [];

export const QuickPickItemKind = { Separator: -1, Default: 0 } as const;

/** What a person types into the input boxes to come; undefined dismisses one. */
export const inputs: (string | undefined)[] = [];

/** The labels that a person picks of the lists to come; undefined dismisses one. Without one the list waits for them. */
export const chosen: (string | undefined)[] = [];

/** What was said to the person, the latest last, and the buttons that are pressed, the next first. */
export const said: { readonly message: string; readonly detail: string; readonly choices: readonly string[] }[] = [];
export const presses: string[] = [];

function say(message: string, ...rest: readonly (string | { readonly detail?: string })[]) {
  const choices = rest.filter((item) => typeof item === 'string');
  const detail = rest.map((item) => (typeof item === 'string' ? '' : (item.detail ?? ''))).join('');
  said.push({ message, detail, choices });
  const next = presses[0];
  return Promise.resolve(next !== undefined && choices.includes(next) ? presses.shift() : undefined);
}

export const ProgressLocation = { Notification: 15 } as const;

/** The tabs of the window that a person closes. */
export const closingTabs = new EventEmitter<{ readonly closed: readonly { readonly input: unknown }[] }>();

export const window = {
  tabGroups: { all: [], onDidChangeTabs: closingTabs.event },
  withProgress: (_: unknown, run: (progress: object, token: object) => unknown) =>
    run({ report: () => undefined }, { onCancellationRequested: () => undefined }),
  createQuickPick: () => new QuickPick(),
  showQuickPick: async (
    items: readonly { readonly label: string }[] | Promise<readonly { readonly label: string }[]>,
  ) => {
    const all = await items;
    if (chosen.length > 0) {
      const label = chosen.shift();
      return all.find((item) => item.label === label);
    }
    const pick = new QuickPick<{ readonly label: string }>();
    pick.items = all;
    pick.show();
    await new Promise<void>((resolve) => pick.onDidAccept(resolve));
    return pick.selectedItems[0];
  },
  showInputBox: () => Promise.resolve(inputs.shift()),
  showInformationMessage: say,
  showWarningMessage: say,
  showErrorMessage: say,
};
