/** Whether the plays of chance are long ones, which take many minutes: `npm run test:long`. */
export const isLong = process.env['TEST_LONG'] !== undefined;
