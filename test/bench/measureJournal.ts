// Measures a long history with a stand-in for VS Code, and prints the figures as JSON.
import { standInForVscode } from '../host/standInVscode';

standInForVscode();
const { journalFigures } = await import('./journalFigures');
console.log(JSON.stringify(await journalFigures()));
