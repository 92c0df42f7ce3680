import { Environment } from '../api/environment';
import type { Environments } from '../api/environments';
import { argumentOf } from './commandArguments';

/**
 * The environment that a command is about: that of the row, button or document it was called from, else the one in use.
 * To be asked once, when the command begins. Throws NoEnvironmentError.
 */
export function environmentArgument(argument: unknown, environments: Environments): Environment {
  const given = argumentOf(argument, 'environment');
  return given instanceof Environment ? given : environments.open();
}
