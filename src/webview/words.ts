/** Every word of the form that does not come from the schema or the host. */
export const words = {
  formLabel: 'User',
  loading: 'Reading the user…',
  send: 'Send Update',
  sending: 'Sending…',
  preview: 'Preview Changes',
  openText: 'Open as Text',
  copyAsCode: 'Copy as Code',
  liveReading: 'Reading the live user…',
  liveRead: (count: number) =>
    count === 0
      ? 'Nothing differs from the live user.'
      : `${count === 1 ? '1 field differs' : `${count} fields differ`} from the live user.`,
  liveUnread: 'Live user not read.',
  readLive: 'Read',
  readLiveAgain: 'Read the live user again',
  retry: 'Retry',
  changed: 'Changed',
  was: 'was',
  notLive: 'not on the live user',
  neverRead: 'the live password is never read',
  reset: 'Reset to Live Value',
  resetByRemoving: 'Reset to Live Value (Remove Field)',
  resetDone: (label: string) => `${label} reset to the live value.`,
  requiredBy: (integration: string) => `Required by ${integration}`,
  oneOfBy: (integration: string) => `${integration} needs one of these`,
  ownOf: (integration: string) => `A field of ${integration}.`,
  selectAccount: 'Select account…',
  changeAccount: 'Change the integrated account',
  noUser: 'No user ID yet',
  environment: 'Environment',
  account: 'Integrated account',
  user: 'User',
  sections: {
    request: {
      title: 'Target',
      description: 'Where the update is sent, and with which parameters. Never part of the user itself.',
    },
    profile: { title: 'Profile', description: '' },
    contact: { title: 'Contact', description: '' },
    access: { title: 'Access', description: '' },
    more: { title: 'More', description: '' },
    other: {
      title: 'Other fields',
      description: 'Fields that Truto’s reference does not name. They are sent as they stand.',
    },
  },
  broken: (line: number, column: number) =>
    `This file is not valid JSON at line ${line}, column ${column}, so it cannot be edited here. What can be read of it is shown below.`,
  showBroken: (line: number, column: number) => `Open Line ${line}:${column} as Text`,
  list: (count: number) =>
    `This file holds a list of ${count} ${count === 1 ? 'user' : 'users'}. The form edits files with a single user.`,
  notAUser: 'This file holds no user: a user is a JSON object such as { "name": "Ada Lovelace" }.',
  tooDeep: 'This file is nested too deeply to be a user.',
  notWritten: 'The last change could not be made. Open the file as text to see why.',
  correctFirst: 'Something you typed is not a valid value yet. Correct it first.',
  addTo: (section: string) => `Add to ${section}`,
  add: (label: string) => `Add ${label}`,
  addField: 'Add field',
  addFieldHint: 'Search by name or description',
  noFieldFound: 'No such field.',
  addCustom: (name: string) => `Add “${name}” as a field of your own`,
  customHint: 'Sent as it stands; Truto’s reference does not name it.',
  fieldActions: (label: string) => `Actions for ${label}`,
  showInText: 'Show in Text Editor',
  setToNull: 'Set to null',
  setEmpty: (json: string) =>
    json === '""' ? 'Set to Empty Text' : json === '[]' ? 'Set to Empty List' : 'Set to Empty Object',
  removeField: 'Remove Field',
  storeAsNumber: 'Store as Number',
  storeAsText: 'Store as Text',
  nullValue: 'null',
  nullHint: 'Clears the field.',
  enterValue: 'Enter a value',
  notSet: 'Not set',
  emptyText: 'Empty text',
  emptyList: 'Empty list. Sent as it is, it clears the field.',
  yes: 'Yes',
  no: 'No',
  notListed: (value: string, integration: string | undefined) =>
    value === ''
      ? 'Empty text'
      : integration === undefined
        ? `${value} (not documented)`
        : `${value} (not a value of ${integration})`,
  item: (label: string, index: number) => `${label} ${index + 1}`,
  addItem: (label: string) => `Add ${label.toLowerCase()}`,
  duplicate: (label: string) => `Duplicate ${label}`,
  duplicated: (label: string) => `${label} duplicated.`,
  moved: (position: number, count: number) => `Moved to position ${position} of ${count}.`,
  onlyOne: (label: string) => `${label} now; the others are not any more.`,
  notOnlyOne: (item: string, label: string, count: number) =>
    `${label} should be Yes for exactly one ${item.toLowerCase()}; it is for ${count === 0 ? 'none' : count}.`,
  removeItem: (label: string) => `Remove ${label}`,
  moveUp: (label: string) => `Move ${label} up`,
  moveDown: (label: string) => `Move ${label} down`,
  removed: (label: string) => `${label} removed.`,
  holdToShow: 'Hold to show the password',
  invalid: 'This is not a value for this field yet, so the file does not have it.',
  notNumber: 'This is not a number yet, so the file does not have it.',
  notJson: 'This is not plain JSON yet, so the file does not have it. Comments can be edited as text only.',
  draftNotWritten: 'This could not be written to the file.',
  largeJson: (kilobytes: number) => `${kilobytes} KB of JSON, too long for a form.`,
  problems: 'Problems',
  inPlace: (place: string) => `${place}: `,
  problemCounts: (errors: number, warnings: number, notes: number) =>
    [counted(errors, 'error'), counted(warnings, 'warning'), counted(notes, 'note')]
      .filter((part) => part !== '')
      .join(', '),
  severity: { error: 'Error', warning: 'Warning', information: 'Note' },
} as const;

function counted(count: number, what: string): string {
  if (count === 0) return '';
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
