// Runs one layer of tests in this process: node runLayer.js unit|e2e
import { findBrowser } from './browser';
import { fetchVscode } from './fetchVscode';
import { runMocha } from './runMocha';
import { standInForVscode } from './standInVscode';

const layer = process.argv[2] === 'e2e' ? 'e2e' : 'unit';
if (layer === 'e2e') {
  // What is fetched once is fetched here, outside the time that a test may take.
  fetchVscode();
  findBrowser();
}
if (layer === 'unit') standInForVscode();
const { failed } = await runMocha(layer);
process.exit(failed === 0 ? 0 : 1);
