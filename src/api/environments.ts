import { profileKey, type Profile } from '../core/http/profile';
import { Environment, type EnvironmentChange, type EnvironmentOptions } from './environment';
import { Listeners } from './listeners';

export interface EnvironmentsOptions extends EnvironmentOptions {
  /** The environment that this window uses now, if any. */
  active(): Profile | undefined;
  /** The one that it used until that was removed. */
  lost(): Profile | undefined;
}

/** This window uses no environment, so there is nothing to talk to. */
export class NoEnvironmentError extends Error {
  /** @param lost the one that was used until it was removed */
  constructor(readonly lost?: Profile) {
    super('noEnvironment');
  }
}

/**
 * The handles on environments, one for each. An action opens the active one once, when it begins, and passes the handle
 * along: whatever the window switches to meanwhile, the action stays with what it began with.
 */
export class Environments {
  private readonly handles = new Map<string, Environment>();
  private readonly changed = new Listeners<{ readonly environment: Environment; readonly change: EnvironmentChange }>();
  /** Of any environment that was opened. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly options: EnvironmentsOptions) {
    options.facts?.onDidChange((profile) => {
      const environment = this.handles.get(profileKey(profile));
      if (environment) this.changed.fire({ environment, change: 'described' });
    });
  }

  /** The environment that this window uses now. For what is shown; an action calls `open`. */
  active(): Environment | undefined {
    const profile = this.options.active();
    return profile && this.of(profile);
  }

  /** The environment that this window used until it was removed; nothing takes its place unasked. */
  lost(): Profile | undefined {
    return this.options.lost();
  }

  /** The active one, for an action: to be called once. Throws NoEnvironmentError. */
  open(): Environment {
    const environment = this.active();
    if (!environment) throw new NoEnvironmentError(this.lost());
    return environment;
  }

  of(profile: Profile): Environment {
    const key = profileKey(profile);
    const known = this.handles.get(key);
    if (known) return known;
    const environment = new Environment(profile, this.options);
    environment.onDidChange((change) => this.changed.fire({ environment, change }));
    this.handles.set(key, environment);
    return environment;
  }

  /** Forgets what was seen of all accounts. Handles that somebody holds keep working. */
  forget(): void {
    for (const environment of this.handles.values()) environment.forget();
  }
}
