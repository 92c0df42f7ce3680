// Seals a text as a window of its own, when it is told to: fork('sealer.js', [folder]).
import { Seals } from '../../../src/updates/seals';

const [folder = ''] = process.argv.slice(2);
process.send?.('ready');
process.once('message', () => {
  void new Seals(folder).kept().then((seal) => {
    process.send?.(seal?.('text') ?? 'none');
    process.disconnect();
  });
});
