import { createHmac } from 'node:crypto';
import type { Seal } from '../../../../src/core/secrets/keptUser';

/** As the extension keeps users, under a key of the tests. */
export const seal: Seal = (text) => createHmac('sha256', 'key of the tests').update(text).digest('base64url');
