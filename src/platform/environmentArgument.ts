import { Environment } from '../api/environment';
import type { Environments } from '../api/environments';
import { argumentOf } from './commandArguments';

/** The environment of the row, button or document that a command was called from. */
export function givenEnvironment(argument: unknown): Environment | undefined {
  const given = argumentOf(argument, 'environment');
  return given instanceof Environment ? given : undefined;
}

/**
 * The environment that a command is about: the one given, else the one in use. To be asked once, when the command
 * begins. Throws NoEnvironmentError.
 */
export const environmentArgument = (argument: unknown, environments: Environments): Environment =>
  givenEnvironment(argument) ?? environments.open();
