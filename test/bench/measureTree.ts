// Measures trees and pickers with a stand-in for VS Code, and prints the figures as JSON.
import { standInForVscode } from '../host/standInVscode';

standInForVscode();
const { treeFigures } = await import('./treeFigures');
console.log(JSON.stringify(await treeFigures()));
