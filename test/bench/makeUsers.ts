/** How a thousand bytes of one user look, all fields that both checkers know. */
const firstNames = ['Ada', 'Grace', 'Edsger', 'Barbara', 'Alan', 'Radia', 'Donald', 'Frances', 'Tim', 'Katherine'];
const lastNames = [
  'Lovelace',
  'Hopper',
  'Dijkstra',
  'Liskov',
  'Turing',
  'Perlman',
  'Knuth',
  'Allen',
  'Berners-Lee',
  'Johnson',
];
const titles = ['Analyst', 'Rear Admiral', 'Professor', 'Head of Research', 'Network Engineer', 'Accountant'];
const statuses = ['active', 'inactive', 'invited'];
const invalidEach = 100;

type User = Record<string, unknown>;

/**
 * The text of an array of so many users, about 1 KB each, laid out with two spaces; the same for the same count. One
 * user in a hundred has one mistake: a wrong type, a value that is not allowed, an unknown field, or a wrong date. Of a
 * single user the one is wrong.
 */
export function* makeUsers(count: number): Generator<string> {
  const random = seededRandom(20_240_517);
  for (let index = 0; index < count; index++) {
    const user = makeUser(index, random);
    if (index % invalidEach === Math.min(invalidEach / 2, count - 1)) spoil(user, index);
    yield `${index === 0 ? '[\n' : ',\n'}${JSON.stringify(user, undefined, 2).replace(/^/gm, '  ')}`;
  }
  yield '\n]\n';
}

/** All of makeUsers in one text. */
export function usersText(count: number): string {
  return [...makeUsers(count)].join('');
}

function makeUser(index: number, random: () => number): User {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const [first, last] = [pick(firstNames), pick(lastNames)];
  const address = `${first}.${last}.${index}@example.com`.toLowerCase();
  const date = (year: number) =>
    new Date(Date.UTC(year, Math.floor(random() * 12), 1 + Math.floor(random() * 28), 9, 30)).toISOString();
  // Some text is in letters that take two bytes in memory.
  const isElsewhere = random() < 0.02;
  return {
    id: `usr_${String(index).padStart(8, '0')}`,
    name: isElsewhere ? `${first} 李 ${last}` : `${first} ${last}`,
    first_name: first,
    last_name: last,
    username: address.split('@')[0],
    title: pick(titles),
    status: pick(statuses),
    emails: [
      { email: address, type: 'work', is_primary: true },
      { email: `${first}${index}@home.example`, type: 'home', is_primary: false },
    ],
    phones: [
      { number: `+44 20 ${1000 + Math.floor(random() * 9000)} ${1000 + Math.floor(random() * 9000)}`, type: 'mobile' },
    ],
    roles: [{ id: `role_${Math.floor(random() * 20)}`, name: pick(['admin', 'editor', 'viewer \\ guest']) }],
    groups: [{ id: `group_${Math.floor(random() * 50)}`, name: pick(['Engineering', 'Research', 'Büro Köln']) }],
    languages: ['en', pick(['fr', 'de', 'it'])],
    timezone: pick(['Europe/London', 'Asia/Kolkata', 'America/New_York']),
    licensed_sheet_creator: random() < 0.5,
    created_at: date(2020),
    avatar: `https://cdn.example.com/avatars/${Math.floor(random() * 1e9).toString(16)}.png`,
  };
}

function spoil(user: User, index: number): void {
  const kinds = [
    () => (user['licensed_sheet_creator'] = 'yes'),
    () => (user['status'] = 'actve'),
    () => (user['tilte'] = 'Countess'),
    () => (user['created_at'] = 'yesterday'),
  ];
  kinds[Math.floor(index / invalidEach) % kinds.length]!();
}

/** Numbers from 0 to 1 (mulberry32). */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
