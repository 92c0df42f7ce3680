import type * as vscode from 'vscode';
import type { AccountRules } from '../../core/rules/accountRules';
import { profileKey, type Profile } from '../../core/http/profile';

/** Changes with the shape of the rules: a copy of another shape is not read. */
const stateKey = 'truto.accountRules.1';
const maxCopies = 200;

type Copies = Readonly<Record<string, AccountRules>>;

/** The last copies of the rules of accounts, over all windows and sessions. */
export class KeptRules {
  constructor(private readonly state: vscode.Memento) {}

  get(profile: Profile, accountId: string): AccountRules | undefined {
    return this.copies()[prefix(profile) + accountId];
  }

  /** Keeps the newest copies, of the environments that there are. */
  async keep(profile: Profile, rules: AccountRules, profiles: readonly Profile[]): Promise<void> {
    const prefixes = profiles.map(prefix);
    const copies = Object.entries({ ...this.copies(), [prefix(profile) + rules.accountId]: rules })
      .filter(([key]) => prefixes.some((start) => key.startsWith(start)))
      .sort(([, left], [, right]) => (right.asOf ?? 0) - (left.asOf ?? 0))
      .slice(0, maxCopies);
    await this.state.update(stateKey, Object.fromEntries(copies));
  }

  private copies(): Copies {
    return this.state.get<Copies>(stateKey, {});
  }
}

const prefix = (profile: Profile): string => `${profileKey(profile)} `;
