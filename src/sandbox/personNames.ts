import type { SeededRandom } from './seededRandom';

export interface PersonName {
  readonly first: string;
  readonly last: string;
  /** As people of that script write it: family name first for Han, Kana and Hangul. */
  readonly full: string;
  /** Lower-case ASCII, for usernames and addresses. */
  readonly latin: string;
  readonly language: string;
  readonly timezone: string;
}

interface NamePool {
  readonly language: string;
  readonly timezone: string;
  readonly order: 'givenFirst' | 'familyFirst';
  /** Native spelling and its Latin transcription. */
  readonly first: readonly (readonly [string, string])[];
  readonly last: readonly (readonly [string, string])[];
}

/** Draws a person's name; scripts are equally likely, so that even small data shows most of them. */
export function personName(random: SeededRandom): PersonName {
  const pool = random.pick(pools);
  const [first, firstLatin] = random.pick(pool.first);
  const [last, lastLatin] = random.pick(pool.last);
  const full =
    pool.order === 'familyFirst' ? `${last}${pool.language === 'ja' ? ' ' : ''}${first}` : `${first} ${last}`;
  return {
    first,
    last,
    full,
    latin: `${firstLatin}.${lastLatin}`,
    language: pool.language,
    timezone: pool.timezone,
  };
}

/** Spells "native/latin" pairs compactly. */
function pairs(text: string): [string, string][] {
  return text.split(' ').map((pair): [string, string] => {
    const [native = '', latin = ''] = pair.split('/');
    return [native, latin];
  });
}

function pool(
  language: string,
  timezone: string,
  first: string,
  last: string,
  order: NamePool['order'] = 'givenFirst',
): NamePool {
  return { language, timezone, order, first: pairs(first), last: pairs(last) };
}

// Apostrophes, hyphens and decomposed accents are in on purpose: they are what breaks naive code.
const pools: readonly NamePool[] = [
  pool(
    'en',
    'Europe/London',
    'Mary/mary James/james Noor/noor Siân/sian',
    "O'Brien/obrien Smith-Jones/smithjones Turing/turing",
  ),
  pool('de', 'Europe/Berlin', 'Jürgen/juergen Käthe/kaethe Emmy/emmy', 'Groß/gross Müller/mueller Noether/noether'),
  pool(
    'fr',
    'Europe/Paris',
    'Zoe\u0308/zoe Émilie/emilie François/francois',
    'Châtelet/chatelet Lefèvre/lefevre Œuvray/oeuvray',
  ),
  pool('vi', 'Asia/Ho_Chi_Minh', 'Hạnh/hanh Đức/duc', 'Nguyễn/nguyen Trần/tran'),
  pool('ru', 'Europe/Moscow', 'Софья/sofya Андрей/andrei Ольга/olga', 'Ковалевская/kovalevskaya Колмогоров/kolmogorov'),
  pool('uk', 'Europe/Kyiv', 'Їлія/yilia Григорій/hryhorii', 'Щербак/shcherbak Ґалаґан/galagan'),
  pool('el', 'Europe/Athens', 'Υπατία/ypatia Ευκλείδης/efkleidis', 'Παπαδόπουλος/papadopoulos Νικολαΐδου/nikolaidou'),
  pool('ar', 'Africa/Cairo', 'مريم/maryam محمد/mohammed فاطمة/fatima', 'الخوارزمي/alkhwarizmi الفهري/alfihri'),
  pool('fa', 'Asia/Tehran', 'شیرین/shirin علی\u200cرضا/alireza', 'میرزاخانی/mirzakhani خیام/khayyam'),
  pool('he', 'Asia/Jerusalem', 'עדה/ada משה/moshe', 'יונת/yonath כהן/cohen'),
  pool('hi', 'Asia/Kolkata', 'आर्या/arya श्रीनिवास/srinivasa', 'शर्मा/sharma रामानुजन/ramanujan'),
  pool('ta', 'Asia/Kolkata', 'கமலா/kamala முத்து/muthu', 'ராமன்/raman செல்வி/selvi'),
  pool('th', 'Asia/Bangkok', 'สมชาย/somchai กัญญา/kanya', 'ศรีสุข/srisuk ใจดี/jaidee'),
  pool('ka', 'Asia/Tbilisi', 'ნინო/nino გიორგი/giorgi', 'ბერიძე/beridze კაპანაძე/kapanadze'),
  pool('hy', 'Asia/Yerevan', 'Անահիտ/anahit Տիգրան/tigran', 'Պետրոսյան/petrosyan Սարգսյան/sargsyan'),
  pool('am', 'Africa/Addis_Ababa', 'ሰላም/selam አበበ/abebe', 'ተስፋዬ/tesfaye ብርሃኑ/birhanu'),
  pool('zh', 'Asia/Shanghai', '华/hua 丽娜/lina 𠮷祥/jixiang', '陈/chen 欧阳/ouyang 吴/wu', 'familyFirst'),
  pool('ja', 'Asia/Tokyo', 'さくら/sakura カタリナ/katarina 健太/kenta', '鈴木/suzuki 髙橋/takahashi', 'familyFirst'),
  pool('ko', 'Asia/Seoul', '서연/seoyeon 민준/minjun', '김/kim 남궁/namgung', 'familyFirst'),
];
