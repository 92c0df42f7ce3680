import * as z from 'zod/mini';

// Imported before any schema: it would otherwise probe for eval, which the content security policy reports.
z.config({ jitless: true });
