import { personName, type PersonName } from './personNames';
import type { StoredUser } from './sandboxUser';
import { SeededRandom } from './seededRandom';

/** The `number`th user of an account: the same for the same seed, unique usernames and addresses within the account. */
export function generatedUser(seed: number, accountId: string, number: number): StoredUser {
  const random = new SeededRandom(seed, accountId, 'user', number);
  const person = personName(random);
  const username = `${person.latin}.${number}`;
  return {
    id: `usr_${random.uuid().replaceAll('-', '').slice(0, 16)}${number}`,
    name: person.full,
    first_name: person.first,
    last_name: person.last,
    username,
    title: random.pick(titles),
    status: random.pick(statuses),
    timezone: person.timezone,
    avatar: `https://avatars.example/${username}.png`,
    emails: emails(username, random),
    phones: phones(random),
    roles: roles(random),
    groups: groups(random),
    languages: languages(person, random),
    is_2fa_enabled: random.chance(0.6),
    is_email_verified: random.chance(0.9),
    last_login_at: random.dateTime(2024, 2025),
    created_at: random.dateTime(2020, 2023),
    updated_at: random.dateTime(2023, 2025),
  };
}

const titles = [
  'Analyst',
  'Engineer',
  'Directrice',
  'Инженер',
  '経理部長',
  'مديرة',
  'Support Agent',
  '',
  'Chief 🦆 Officer',
];

// `SUSPENDED_BY_ADMIN` is a provider's raw value: what Truto answers where it has no clear mapping.
const statuses = ['active', 'active', 'active', 'active', 'inactive', 'invited', 'deleted', 'SUSPENDED_BY_ADMIN'];

function emails(username: string, random: SeededRandom): unknown[] {
  const work = { email: `${username}@example.com`, is_primary: true, type: 'work' };
  return random.chance(0.25) ? [work, { email: `${username}@home.example`, is_primary: false, type: 'home' }] : [work];
}

function phones(random: SeededRandom): unknown[] {
  if (random.chance(0.5)) return [];
  return [
    {
      number: `+44 20 7946 ${String(random.int(0, 999)).padStart(4, '0')}`,
      type: random.pick(['phone', 'mobile']),
      extension: random.pick(['', '12']),
    },
  ];
}

function roles(random: SeededRandom): unknown[] {
  return [
    random.pick([
      { id: 'role_admin', name: 'admin' },
      { id: 'role_group_admin', name: 'group_admin' },
      { id: 'role_member', name: 'member' },
    ]),
  ];
}

function groups(random: SeededRandom): unknown[] {
  return ['Research', 'Vertrieb', 'Поддержка', '開発']
    .filter(() => random.chance(0.3))
    .map((name, index) => ({ id: `grp_${index + 1}`, name, organization: 'org_1' }));
}

function languages(person: PersonName, random: SeededRandom): string[] {
  return person.language === 'en' || random.chance(0.5) ? [person.language] : [person.language, 'en'];
}
