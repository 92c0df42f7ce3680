import type { UserServices } from '../userServices';
import { createFormHost } from './createFormHost';
import { UserEditorProvider } from './userEditorProvider';

/** Builds what shows user files as forms. */
export const createFormEditor = (services: UserServices): UserEditorProvider =>
  new UserEditorProvider(services.extensionUri, createFormHost(services), (message) => services.log.warn(message));
